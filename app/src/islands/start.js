// Fetches the islands' program and wakes every island of the page. Pages load it as
// a module; `tools/build-browser` puts it beside what it fetches.

// What was done is said once, and not again after a reload.
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(history.state, "", here);
}

// Leptos looks for what a streamed page would have left here. Ours are not streamed.
globalThis.__RESOLVED_RESOURCES = [];
globalThis.__SERIALIZED_ERRORS = [];
globalThis.__INCOMPLETE_CHUNKS = [];

const program = fetch(new URL("handpick_bg.wasm", import.meta.url));
const islands = await import("./handpick.js");
await islands.default({ module_or_path: program });
islands.hydrate();
wake(document.body, []);

// From the outside in, as Leptos does it: an island that stands in the children of
// another is woken in the context of that one.
function wake(node, outer) {
  const tag = node.localName;
  if (tag === "leptos-island") {
    outer.at(-1)?.();
    islands[node.dataset.component]?.(node);
  }
  const around = tag === "leptos-children" ? [...outer, node.$$on_hydrate] : outer;
  for (const child of node.children) wake(child, around);
}
