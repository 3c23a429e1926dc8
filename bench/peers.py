"""The servers that Paystub is compared with, from Maven's and npm's registries, each with the same two operations."""
import json
import shutil
import subprocess

from common import ROOT, WORK, Server, java_of_paystub, megabytes

VERSIONS = {"WireMock": "3.13.2", "MockServer": "5.15.0", "Prism": "5.16.0", "Mockoon": "9.9.0", "json-server": "0.17.4"}
JARS = {"WireMock": "org.wiremock:wiremock-standalone", "MockServer": "org.mock-server:mockserver-netty-no-dependencies"}
NPM = {"Prism": "@stoplight/prism-cli", "Mockoon": "@mockoon/cli", "json-server": "json-server"}

INVOICE = {"date": "2024-06-09", "duedate": "2024-06-23", "datepaid": "0000-00-00 00:00:00", "subtotal": "10.00", "credit": "0.00",
           "total": "10.00", "balance": "10.00", "status": "Unpaid",
           "items": [{"id": 77, "type": "AddFunds", "description": "Add Funds", "amount": "10.00"}]}
SHOWN = {"result": "success", "invoice": INVOICE}
CREATED = {"result": "success", "invoice_id": 42}


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return str(path)


def jar(coordinates, folder):
    """Fetches a jar by Maven. Returns its path, or none."""
    group, artifact, version = coordinates.split(":")
    file = folder / f"{artifact}-{version}.jar"
    if not file.exists():
        subprocess.run([ROOT / "mvnw", "-q", "-B", "-ntp", "dependency:copy", f"-Dartifact={coordinates}",
                        f"-DoutputDirectory={folder}", "-Dmdep.useBaseVersion=true"], cwd=ROOT)
    return file if file.exists() else None


def npm(package, folder):
    """Installs a version of a package by npm. Returns its node_modules, or none."""
    modules = folder / "node_modules"
    if not modules.exists() and shutil.which("npm"):
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / "package.json", "{}")
        with open(folder / "npm.log", "w") as log:
            subprocess.run(["npm", "install", "--no-audit", "--no-fund", package], cwd=folder, stdout=log, stderr=log)
    return modules if (modules / ".bin").exists() else None


def install(wanted):
    """Returns the peers that could be fetched, and what could not."""
    folder, found, missing, java = WORK / "peers", [], [], f"{java_of_paystub()}/bin/java"

    def add(name, ready, make):
        if name.split(",")[0] in wanted:
            found.append(make(ready)) if ready else missing.append(name)

    def wiremock(ready):
        stubs = []
        for method, path, answer in (("GET", "/billing/invoices/41", SHOWN), ("POST", "/billing/invoices/funds", CREATED)):
            stubs.append({"request": {"method": method, "urlPath": path, "headers": {"X-API-Key": {"equalTo": "bench"}}},
                          "response": {"status": 200, "jsonBody": answer, "headers": {"Content-Type": "application/json"}}})
        write(folder / "wiremock" / "mappings" / "billing.json", {"mappings": stubs})
        return Server("WireMock", [java, "-jar", str(ready), "--port", "PORT", "--bind-address", "127.0.0.1", "--root-dir",
                                   str(folder / "wiremock"), "--disable-banner"], megabytes(ready))

    def mockserver(ready):
        expectations = [{"httpRequest": {"method": method, "path": path, "headers": {"X-API-Key": ["bench"]}},
                         "httpResponse": {"statusCode": 200, "headers": {"Content-Type": ["application/json"]},
                                          "body": json.dumps(answer)}}
                        for method, path, answer in (("GET", "/billing/invoices/41", SHOWN), ("POST", "/billing/invoices/funds", CREATED))]
        init = write(folder / "mockserver.json", expectations)
        return Server("MockServer", [java, f"-Dmockserver.initializationJsonPath={init}", "-Dmockserver.logLevel=WARN", "-jar",
                                     str(ready), "-serverPort", "PORT"], megabytes(ready))

    def prism(ready):
        def operation(answer):
            return {"responses": {"200": {"description": "ok", "content": {"application/json": {"example": answer}}}}}
        body = {"content": {"application/json": {"schema": {"type": "object"}}}}  # otherwise Prism refuses a body
        document = {"openapi": "3.0.3", "info": {"title": "billing", "version": "1"},
                    "paths": {"/billing/invoices/41": {"get": operation(SHOWN)},
                              "/billing/invoices/funds": {"post": {"requestBody": body, **operation(CREATED)}}}}
        return Server("Prism", [str(ready / ".bin" / "prism"), "mock", "-h", "127.0.0.1", "-p", "PORT",
                                write(folder / "prism.json", document)], megabytes(ready))

    def mockoon(ready):
        def route(number, method, path, answer):
            one = {"uuid": f"{number}" * 8, "body": json.dumps(answer), "latency": 0, "statusCode": 200, "label": "", "headers": [
                {"key": "Content-Type", "value": "application/json"}], "bodyType": "INLINE", "filePath": "", "databucketID": "",
                "sendFileAsBody": False, "rules": [], "rulesOperator": "OR", "disableTemplating": True, "fallbackTo404": False,
                "default": True, "crudKey": "id", "callbacks": []}
            return {"uuid": f"{number}{number}", "type": "http", "documentation": "", "method": method, "endpoint": path,
                    "responses": [one], "responseMode": None, "streamingMode": None, "streamingInterval": 0}
        routes = [route(1, "get", "billing/invoices/41", SHOWN), route(2, "post", "billing/invoices/funds", CREATED)]
        data = {"uuid": "3", "lastMigration": 33, "name": "billing", "endpointPrefix": "", "latency": 0, "port": 3000,
                "hostname": "127.0.0.1", "folders": [], "routes": routes,
                "rootChildren": [{"type": "route", "uuid": r["uuid"]} for r in routes], "proxyMode": False, "proxyHost": "",
                "proxyRemovePrefix": False, "tlsOptions": {"enabled": False, "type": "CERT", "pfxPath": "", "certPath": "",
                "keyPath": "", "caPath": "", "passphrase": ""}, "cors": False, "headers": [], "proxyReqHeaders": [],
                "proxyResHeaders": [], "data": [], "callbacks": []}
        return Server("Mockoon", [str(ready / ".bin" / "mockoon-cli"), "start", "-d", write(folder / "mockoon.json", data), "-p",
                                  "PORT", "-l", "127.0.0.1", "-X", "--disable-admin-api"], megabytes(ready))

    def json_server(ready):
        routes = write(folder / "json-server-routes.json", {"/billing/invoices/funds": "/funds", "/billing/*": "/$1"})
        data = folder / "json-server.json"
        (folder / "public").mkdir(parents=True, exist_ok=True)
        return Server("json-server", [str(ready / ".bin" / "json-server"), "-q", "-H", "127.0.0.1", "-p", "PORT", "-r", routes, "-s",
                                      str(folder / "public"), str(data)], megabytes(ready),
                      prepare=lambda: write(data, {"invoices": [{"id": 41, **SHOWN}], "funds": []}),
                      note="its POST writes the whole file, so it is left out of the load", load=False)

    for name, make in (("WireMock", wiremock), ("MockServer", mockserver)):
        add(name, jar(f"{JARS[name]}:{VERSIONS[name]}", folder) if name in wanted else None, make)
    for name, make in (("Prism", prism), ("Mockoon", mockoon), ("json-server", json_server)):
        # a folder for each version, so that a changed version is fetched
        place = folder / f"{name.lower()}-{VERSIONS[name]}"
        add(name, npm(f"{NPM[name]}@{VERSIONS[name]}", place) if name in wanted else None, make)
    return found, missing
