/** A whole page, usable without style sheets, scripts or a network. `body` is trusted markup: escape what comes from outside. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
.local { background: #ffbf00; color: #000; padding: 0.25rem 0.75rem; }
table { border-collapse: collapse; } th, td { padding: 0.25rem 1rem 0.25rem 0; text-align: left; vertical-align: baseline; }
button, input, select { font: inherit; padding: 0.25rem 0.5rem; }
label { display: block; margin: 0.5rem 0; }
textarea { width: 100%; font-family: monospace; }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
