@echo off
rem Runs the Maven that .mvn\wrapper\maven-wrapper.properties pins, on a JDK 25: mvnw for Windows.
rem
rem In place of the stock wrapper for two reasons: it finds a JDK 25 by itself, and where only package
rem mirrors can be reached it gets Maven through an installed mvn.
rem
rem   JAVA_HOME, JAVA25_HOME, JAVA_HOME_25_X64   where a JDK 25 is; the usual folders are searched too
rem   MAVEN_USER_HOME                            where Maven is kept, .m2 in the user's folder unless set
rem   MVNW_VERBOSE=true                          say what is found and fetched
rem
rem Paths may hold parentheses, so no line that shows one stands in a block.

setlocal EnableExtensions DisableDelayedExpansion

rem ---- A JDK 25

set "MVNW_JDK="
call :try_jdk "%JAVA_HOME%"
call :try_jdk "%JAVA25_HOME%"
call :try_jdk "%JAVA_HOME_25_X64%"
call :try_jdk "%JAVA_HOME_25_ARM64%"
rem Asked of java itself, because what is on the PATH may be a shim.
if not defined MVNW_JDK for /f "tokens=1,* delims== " %%a in ('java -XshowSettings:properties -version 2^>^&1 ^| findstr /c:"java.home ="') do call :try_jdk "%%b"
for %%r in (
    "%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft"
    "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\Zulu" "%ProgramFiles%\BellSoft"
    "%LOCALAPPDATA%\Programs\Eclipse Adoptium" "%USERPROFILE%\.jdks"
    "%USERPROFILE%\.gradle\jdks" "%USERPROFILE%\.m2\jdks" "%USERPROFILE%\.jbang\cache\jdks"
) do if not defined MVNW_JDK for /f "delims=" %%j in ('dir /b /ad "%%~r" 2^>nul') do call :try_jdk "%%~r\%%~j"
if not defined MVNW_JDK (
    >&2 echo Paystub needs JDK 25, and none was found: install Eclipse Temurin 25 ^(https://adoptium.net^) or set JAVA_HOME to a JDK 25.
    exit /b 1
)
set "JAVA_HOME=%MVNW_JDK%"
call :say "JDK 25 in %JAVA_HOME%"

rem ---- The pinned Maven

for /f "usebackq tokens=1,* delims==" %%a in ("%~dp0.mvn\wrapper\maven-wrapper.properties") do (
    if "%%a"=="distributionUrl" set "MVNW_URL=%%b"
    if "%%a"=="distributionSha256Sum" set "MVNW_PINNED=%%b"
)
for %%u in ("%MVNW_URL%") do set "MVNW_ARCHIVE=%%~nxu"
set "MVNW_NAME=%MVNW_ARCHIVE:-bin.zip=%"
set "MVNW_VERSION=%MVNW_NAME:apache-maven-=%"
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
rem Kept under its checksum, so that a changed pin never runs what was unpacked before.
set "MVNW_STORE=%MAVEN_USER_HOME%\wrapper\dists\%MVNW_NAME%-bin\%MVNW_PINNED:~0,16%"
set "MVNW_MAVEN=%MVNW_STORE%\%MVNW_NAME%"
if exist "%MVNW_MAVEN%\bin\mvn.cmd" goto run

rem A folder of its own for each run, and one rename at the end: parallel runs cannot meet half-way.
:work
set "MVNW_WORK=%MVNW_STORE%\fetch.%RANDOM%"
set "MVNW_ZIP=%MVNW_WORK%\%MVNW_ARCHIVE%"
mkdir "%MVNW_WORK%" 2>nul && goto fetch
rem Runs that start in the same second draw the same numbers; the one that comes late draws again.
if exist "%MVNW_WORK%" goto work
>&2 echo %MVNW_STORE% could not be made.
exit /b 1

:fetch
rem The installed Maven goes first, if it is 3.8 or newer: where only mirrors answer, the download would
rem wait for a time-out. It runs where no pom.xml is, for the project's own might not suit it.
set "MVNW_INSTALLED="
for /f "tokens=3,4 delims=. " %%a in ('mvn --version 2^>nul ^| findstr /c:"Apache Maven"') do (
    if %%a equ 3 if %%b geq 8 set "MVNW_INSTALLED=%%a.%%b"
    if %%a gtr 3 set "MVNW_INSTALLED=%%a.%%b"
)
if not defined MVNW_INSTALLED goto download
call :say "asking the installed Maven %MVNW_INSTALLED% for %MVNW_ARCHIVE%"
pushd "%MVNW_WORK%"
call mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy "-Dartifact=org.apache.maven:apache-maven:%MVNW_VERSION%:zip:bin" "-DoutputDirectory=." >nul 2>&1
popd
if exist "%MVNW_ZIP%" goto verify

:download
call :say "downloading %MVNW_URL%"
powershell -NoProfile -ExecutionPolicy Bypass -Command "$ErrorActionPreference = 'Stop'; [Net.ServicePointManager]::SecurityProtocol = 'Tls12'; (New-Object Net.WebClient).DownloadFile($env:MVNW_URL, $env:MVNW_ZIP)" && goto verify
rd /s /q "%MVNW_WORK%"
if defined MVNW_INSTALLED goto run_installed
>&2 echo Maven %MVNW_VERSION% could not be downloaded from %MVNW_URL%: check the network, or put a Maven 3.8 or newer on the PATH.
exit /b 1

:verify
set "MVNW_FOUND="
for /f "skip=1 delims=" %%h in ('certutil -hashfile "%MVNW_ZIP%" SHA256') do if not defined MVNW_FOUND set "MVNW_FOUND=%%h"
rem Older Windows puts a space between the bytes.
if defined MVNW_FOUND set "MVNW_FOUND=%MVNW_FOUND: =%"
if /i not "%MVNW_FOUND%"=="%MVNW_PINNED%" goto mismatch
"%JAVA_HOME%\bin\jar.exe" --extract --file "%MVNW_ZIP%" --dir "%MVNW_WORK%" || exit /b 1
rem Fails when another run was first, which is as good.
move "%MVNW_WORK%\%MVNW_NAME%" "%MVNW_STORE%" >nul 2>&1
rd /s /q "%MVNW_WORK%"
if exist "%MVNW_MAVEN%\bin\mvn.cmd" goto run
>&2 echo Maven %MVNW_VERSION% could not be moved to %MVNW_STORE%.
exit /b 1

:mismatch
rd /s /q "%MVNW_WORK%"
>&2 echo %MVNW_ARCHIVE% has the SHA-256 checksum %MVNW_FOUND%, but maven-wrapper.properties pins %MVNW_PINNED%, so it is not used.
exit /b 1

rem Both end this script with mvn's own exit code: call would bring it back here, but would also expand
rem the arguments a second time.
:run
call :say "Maven %MVNW_VERSION% in %MVNW_MAVEN%"
"%MVNW_MAVEN%\bin\mvn.cmd" %*
exit /b

:run_installed
>&2 echo mvnw: Maven %MVNW_VERSION% could not be fetched; using the installed Maven %MVNW_INSTALLED%.
mvn %*
exit /b

:say
if not "%MVNW_VERBOSE%"=="true" exit /b 0
>&2 echo mvnw: %~1
exit /b 0

rem Takes a folder when it is a JDK 25: javac tells a JDK from a JRE, the release file tells the version.
:try_jdk
if defined MVNW_JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
findstr /r "^JAVA_VERSION=.25[^0-9]" "%~1\release" >nul 2>&1 && set "MVNW_JDK=%~1"
exit /b 0
