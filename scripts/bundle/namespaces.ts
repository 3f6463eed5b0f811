/** What esbuild writes of a script in which something is loaded by `await import`: what makes an object of a module's exports. */
const maker =
  /=\s*\(?(\w+)\)?\s*=>\s*([\w$]+)\(\s*([\w$]+)\(\{\},\s*"__esModule",\s*\{\s*value:\s*(?:!0|true)\s*\}\),\s*\1\)/g

/**
 * Lets a script keep the object that it makes of a module's exports. esbuild makes one afresh, with a getter for each
 * export, whenever an `await import` is run: once for each file that is read or parsed.
 */
export function keepNamespaces(text: string): string {
  return text.replace(
    maker,
    (_, __, copy, define) =>
      `=(kept=>module=>{let made=kept.get(module);if(!made)kept.set(module,made=${copy}(${define}({},"__esModule",{value:!0}),module));return made})(new WeakMap)`,
  )
}
