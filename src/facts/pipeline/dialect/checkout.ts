/**
 * What follows in a path behind a folder that holds the repository: `shop/ci/test.sh` → `ci/test.sh`, `shop` → ''. Undefined
 * where the path does not begin with one of them.
 * @param checkouts names of such folders, where the work begins beside them
 */
export function belowCheckout(path: string, checkouts: readonly string[]): string | undefined {
  const plain = path.replace(/^\.\//, '').replace(/\/$/, '')
  const found = checkouts.find((one) => plain === one || plain.startsWith(`${one}/`))
  return found === undefined ? undefined : plain.slice(found.length + 1)
}
