import { defineConfig } from "vite";

const server = process.env.RPCL_STUDIO ?? "http://127.0.0.1:5180";

export default defineConfig({
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    // The server's policy forbids inline scripts, styles and fonts: everything is a file.
    build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
    server: {
        proxy: {
            "/api": {
                target: server,
                changeOrigin: true,
                // The server lets in no page but its own; in development this one stands in for it.
                configure: (proxy) => proxy.on("proxyReq", (request) => request.removeHeader("origin")),
            },
        },
    },
});
