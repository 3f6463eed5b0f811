import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/* Lines as people write them, in five languages; none has a word that the search for secrets looks for. */
const plain: Readonly<Record<string, readonly string[]>> = {
  go: [
    'func (s *Server) Handle(w http.ResponseWriter, r *http.Request) {',
    '\tif err != nil {',
    '\t\treturn fmt.Errorf("open %s: %w", name, err)',
    '\t}',
    '\tfor i, item := range items {',
    '\tdefer file.Close()',
    '}',
    '',
  ],
  ts: [
    'export function total(items: readonly Item[]): number {',
    '  return items.reduce((sum, item) => sum + item.price, 0)',
    '  const found = list.find(({ id }) => id === wanted)',
    '  if (!found) return undefined',
    '}',
    '// what is left is given to the next one',
    '',
  ],
  py: [
    'def load(path, encoding="utf-8"):',
    '    with open(path, encoding=encoding) as file:',
    '        return [line.rstrip() for line in file]',
    'class Shop(Base):',
    '    """Sells what there is."""',
    '',
  ],
  yaml: [
    '  - name: shop',
    '    image: registry.example/shop:1.4.2',
    '    replicas: 3',
    'resources:',
    '  limits: {cpu: 500m, memory: 256Mi}',
    'labels:',
    '  app: shop',
  ],
  md: [
    '# The shop',
    'It sells what there is, and says when there is none.',
    '- Start it with `npm start`, then open the page.',
    '| column | means |',
    '',
  ],
}

/* One line in a hundred: names and values, of which few are secrets. */
const worded: readonly string[] = [
  'const token = await getToken(request)',
  'password: ${DB_PASSWORD}',
  '    secret_key = os.environ["SECRET_KEY"]',
  'for key, value := range keys {',
  '// the api key is read from the environment',
  'author: The team <team@shop.example>',
  'passwordField.setPlaceholder("Your password")',
  'see https://docs.example/authentication#tokens',
]

/** Writes files of mixed source until they are so many bytes; the same in each run. Gives the folder. */
export function mixedSource(folder: string, bytes: number): string {
  const languages = Object.entries(plain)
  let state = 42
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % below
  }
  for (let written = 0, number = 0; written < bytes; number++) {
    const [ending, lines] = languages[number % languages.length] as [string, readonly string[]]
    const content: string[] = []
    const count = 200 + next(2000)
    for (let i = 0; i < count; i++) {
      const from = next(100) === 0 ? worded : lines
      content.push(from[next(from.length)] as string)
    }
    const text = `${content.join('\n')}\n`
    const below = join(folder, `part-${number % 50}`)
    mkdirSync(below, { recursive: true })
    writeFileSync(join(below, `file-${number}.${ending}`), text)
    written += text.length
  }
  return folder
}

/* What costs most for what it is: no line ends, or all do at once, or every word is looked for. */
const hard: readonly (readonly [folder: string, file: string, unit: string, bytes: number])[] = [
  [
    'one-line',
    'items.json',
    '{"id":4711,"name":"a shop","key":"shop","token_type":"bearer","url":"https://shop.example/items/4711","note":"sold"},',
    50_000_000,
  ],
  ['short-lines', 'numbers.txt', '4711\n', 5_000_000],
  ['keywords', 'words.md', 'password token secret key login auth credentials api_key aws ghp_ jwt user ', 10_000_000],
]

/** Writes a line of 50 MB, a million short lines and a text full of keywords, each into a folder of its own below `work`. */
export function hardFiles(work: string): readonly string[] {
  return hard.map(([name, file, unit, bytes]) => {
    const folder = join(work, name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, file), Buffer.alloc(bytes, unit))
    return folder
  })
}
