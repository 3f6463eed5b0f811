/** What tests and samples call what they made up. `staging` and `dev` are environments that somebody runs. */
const words: ReadonlySet<string> = new Set(
  'test tests testing tester testers dummy fake mock stub stubs example examples sample samples fixture fixtures snakeoil insecure unsecure localhost benchmark benchmarks bench regress fuzz fuzzing fuzzer conformance'.split(
    ' ',
  ),
)

/** The words of a name: `sampleServerKeyPEM` and `a.test-key` are three each. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)

/** The word by which a name says that it is of tests; undefined where none does. */
export const wordOfTests = (name: string): string | undefined => wordsOf(name).find((word) => words.has(word))
