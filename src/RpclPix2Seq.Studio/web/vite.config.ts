import { defineConfig } from "vite";

const server = process.env.RPCL_STUDIO ?? "http://127.0.0.1:5180";

export default defineConfig({
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    // The server's policy forbids inline scripts, styles and fonts: everything is a file.
    build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
    server: {
        proxy: {
            // Host and origin stay those of this page, so that the server goes on refusing the pages of others.
            "/api": { target: server, changeOrigin: false },
        },
    },
});
