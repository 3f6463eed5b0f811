/**
 * Products whose full version has two numbers, by their own rules: PostgreSQL since 10
 * (postgresql.org/support/versioning), Jenkins' weekly releases (jenkins.io/changelog: 2.440), Kubernetes' pause container,
 * Java 8 (`8u412`), and Red Hat's images, whose last part is the release (`8.10-1179`).
 */
const products: readonly (readonly [name: RegExp, tag: RegExp])[] = [
  [/(^|[/-])(postgres|postgresql)$/, /^[1-9]\d\.\d+($|-)/],
  [/(^|\/)jenkins\/jenkins$/, /^2\.\d{3,}($|-)/],
  [/(^|\/)pause$/, /^3\.\d+$/],
  [/(?:)/, /^8u\d{2,}/],
  [/(?:)/, /^\d+\.\d+-\d{2,}(\.\d+)?$/],
]

/**
 * Whether a tag of two numbers is a whole version of what the image holds, so that nothing finer is released.
 *
 * @param name the image without tag and digest
 */
export function isFullOfTwo(name: string, tag: string): boolean {
  return products.some(([names, tags]) => names.test(name) && tags.test(tag))
}
