import { defineConfig } from "@playwright/test";

// The browser is the machine's own: Playwright's download is not there everywhere.
export default defineConfig({
    workers: 2,
    fullyParallel: true,
    timeout: 60_000,
    use: {
        launchOptions: {
            executablePath: process.env.CHROMIUM,
            args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        },
    },
});
