import { commentsOf } from '../../documents/comments/index.ts'
import type { Text } from '../../documents/text.ts'
import { Hidden, type Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'

/* Code that refuses to start with wrong configuration, by the calls of well-known libraries and frameworks. */

/** Files that hold such code, by their names; reading every source file would cost too much. */
const likely =
  /(^|\/)[\w.-]*(config|configuration|settings|options|env|environment|startup|program|bootstrap|properties|app\.module|extensions|main|initializers\/[\w.-]+)[\w.-]*\.(ts|js|mjs|cjs|mts|py|cs|java|kt|scala|go|rb|php|rs)$/i

const calls: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\.[cm]?[jt]s$/,
    /\bcleanEnv\(|\bcreateEnv\(|\bconvict\(|\benvsafe\(|\bvalidationSchema\b|\bparseEnv\(|^(?=[\s\S]*?process\.env)[\s\S]*?(\b(z|v)|zod|yup|[Jj]oi|Type)\.object\(|^(?=[\s\S]*?\.(safeParse|validateSync)\()[\s\S]*?process\.env[\s\S]*?\.(safeParse|validateSync)\(|\benv\.get\([^)]*\)\s*\.required\(|from ['"]env-var['"]/,
  ],
  [
    /\.py$/,
    // a reader with a default for all that it reads as text refuses nothing: what it casts or demands does
    /\bBaseSettings\b|pydantic_settings|\benviron\.Env\(\s*(#.*[\r\n]\s*)*\w+\s*=|^(?=[\s\S]*?(\benviron\.Env\(|\benvirons\b))[\s\S]*?\b(self\.)?[eE][nN][vV]\w*(\.(int|float|decimal|json|url|db(_url)?|cache(_url)?|dj_\w+|timedelta|date(time)?|uuid|enum|log_level)\(|(\.(str|bool|list|dict|path|get_value))?\(\s*["'][^"']+["']\s*\))|jsonschema\.validate|\bCerberus\b|dynaconf[\s\S]*Validator\(/,
  ],
  [/\.cs$/, /ValidateOnStart|ValidateDataAnnotations|IValidateOptions/],
  [/\.(java|kt)$/, /^(?=[\s\S]*?@Validated)[\s\S]*?@ConfigurationProperties|com\.sksamuel\.hoplite/],
  [
    /\.scala$/,
    /\bimport (_root_\.)?(pureconfig|ciris|zio\.config|io\.circe\.config)\b|\bConfigSource\b|\.checkValid\(/,
  ],
  [
    /\.go$/,
    /env:"[^"]*,(required|notEmpty)|envconfig:"[^"]*"[^`]*required:"true"|validate:"required|KnownFields\(true\)|UnmarshalStrict/,
  ],
  [
    /\.rb$/,
    /Dotenv\.require_keys|\bENVied\b|config\.schema\b|Anyway::Config[\s\S]*\brequired\b|dry[-/]schema|Dry::Schema/,
  ],
  [/\.php$/, /\$dotenv->required\(/],
  [/\.rs$/, /deny_unknown_fields|\bconfique\b/],
]

/** Calls that look at variables of the environment alone, unless the code opens files of settings itself. */
const ofVariables =
  /\bcleanEnv\(|\bcreateEnv\(|\benvsafe\(|\bparseEnv\(|\benv-var\b|\bprocess\.env\b|\bBaseSettings\b|pydantic_settings|\benviron\.Env\(|\benvirons\b|\benv:"|envconfig:"|Dotenv\.require_keys|\bENVied\b|\$dotenv->required/
const opensFiles =
  /\.(ya?ml|toml|json5?|ini|conf)\b|\b(ya?ml|toml|json5?)\.\w*load|safe_load|load_?file|\bconvict\(|configparser|(Yaml|Toml|Json)Config|\bconfig\.(get|util)\b|['"]config['"]/i

/** Whether code that validates looks at files of settings, and not at variables of the environment alone. */
export async function validatesFiles(path: string, repository: Repository): Promise<boolean> {
  const code = (await repository.text(path))?.content ?? ''
  return !ofVariables.test(code) || opensFiles.test(code)
}

const most = 600

/** Files whose code validates configuration when it starts; hidden where there are too many files and none of the first does. */
export async function validatingCode(repository: Repository): Promise<Seen<readonly string[]>> {
  const found: string[] = []
  const files = repository.files.filter(
    ({ path, area, size }) => area === 'main' && likely.test(path) && size < 300_000,
  )
  for (const { path } of files.slice(0, most)) {
    const pattern = calls.find(([ending]) => ending.test(path))?.[1]
    const text = pattern && (await repository.text(path))
    if (text && pattern.test(text.content) && pattern.test(await withoutComments(text))) found.push(path)
  }
  if (found.length || files.length <= most) return found
  return new Hidden('whether code validates the configuration', {
    kind: 'file',
    text: 'validate the configuration in a step of the pipeline: check-jsonschema --schemafile config.schema.json config/*.json',
  })
}

/** What runs of a file: generators of projects write whole schemas as comments, to be switched on one day. */
async function withoutComments(text: Text): Promise<string> {
  let kept = ''
  let from = 0
  for (const { start, end } of await commentsOf(text)) {
    kept += text.content.slice(from, Math.max(from, start))
    from = Math.max(from, end)
  }
  return kept + text.content.slice(from)
}

/** Whether code speaks of one of the variables that are listed, whole or without a prefix that it shares with others. */
export async function validatesSome(path: string, lists: readonly string[], repository: Repository): Promise<boolean> {
  const code = await repository.text(path)
  if (!code) return false
  const spoken = new Set(code.content.toLowerCase().match(/\w+/g)?.map(plainName))
  for (const list of lists) {
    const names = (await repository.text(list))?.content.matchAll(/^[ \t]*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm) ?? []
    for (const [, name = ''] of names) {
      const whole = plainName(name.toLowerCase())
      const short = plainName(name.toLowerCase().replace(/^[a-z]+_/, ''))
      if (spoken.has(whole) || (short.length > 4 && spoken.has(short))) return true
    }
  }
  return false
}

const plainName = (name: string) => name.replaceAll('_', '')
