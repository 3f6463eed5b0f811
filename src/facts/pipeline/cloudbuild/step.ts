import { escaped } from '../../../documents/pattern.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { piecesOf } from '../dialect/fill.ts'
import type { Reading } from '../dialect/reading.ts'
import { type ScriptPlace, scriptOfNode } from '../dialect/script.ts'
import { knowsProgram } from '../known/command.ts'
import type { Act } from '../model.ts'
import type { Script } from '../script.ts'

/** Builders that run one program with the arguments given (github.com/GoogleCloudPlatform/cloud-builders). */
const builder = /^gcr\.io\/cloud-builders\/([\w-]+)/

/** Images whose arguments begin with the program. */
const plain = /^(gcr\.io\/(google\.com\/cloudsdktool|k8s-skaffold)\/|gcr\.io\/google-containers\/|[\w-]+(:|$))/

/** What is put into the steps of a build. */
export interface Filling {
  readonly substitutions: Readonly<Record<string, string>>
  /** `options.env`: `NAME=value` */
  readonly shared: readonly DataNode[]
  /** the steps before, which may build the image of a later one */
  readonly before: readonly DataNode[]
}

/**
 * What a build step does: its `script`, or the program of its image (or `entrypoint`) with its `args`
 * (cloud.google.com/build/docs/build-config-file-schema).
 * @param name as people know it
 */
export async function actsOfStep(
  step: DataNode,
  name: string,
  reading: Reading,
  filling: Filling,
): Promise<readonly Act[]> {
  const { finders, repository } = reading
  const script = scriptIn(step, name, filling)
  if (script) return finders.findActs(script, repository)
  const image = step.get('name')?.text ?? ''
  const args = step.get('args')
  const words = args?.asList.map((arg) => quoted(unescaped(filled(arg.text ?? '', filling)))) ?? []
  const program = programOf(step, image, words[0], filling)
  const at = (args ?? step.get('name') ?? step).place
  const lines = program === undefined ? wholeCommands(args?.asList ?? [], filling) : undefined
  if (lines) return finders.findActs({ ...base(step, name, filling), text: lines, placeOf: () => at }, repository)
  if (program === undefined) return finders.actsOfImage(image, words.join(' '), at, [], name, repository)
  const text = [program, ...words].filter(Boolean).join(' ')
  return finders.findActs({ ...base(step, name, filling), text, placeOf: () => at }, repository)
}

/**
 * What an image is told to: its entrypoint, the program of a builder, nothing where the arguments begin with the program;
 * undefined where that cannot be seen. An image of one of the steps before may have any entrypoint, whatever it is called,
 * and no program has a name with a space in it.
 */
function programOf(step: DataNode, image: string, first: string | undefined, filling: Filling): string | undefined {
  const entrypoint = step.get('entrypoint')?.text
  if (entrypoint !== undefined) return entrypoint
  const ofGoogle = builder.exec(image)?.[1]
  if (ofGoogle !== undefined) return ofGoogle
  if (isBuilt(image, filling)) return first !== undefined && speaks(first) ? '' : undefined
  if (plain.test(image)) return /^"\S+\s/.test(first ?? '') ? undefined : ''
  return ownBuilder(image)
}

/** Whether a first argument is a program by itself: one that is known, or a file. */
const speaks = (word: string) => knowsProgram(word) || /^\.?\/?[\w.-]+\/[\w./-]+$/.test(word)

/** Whether a step before builds the image: `docker build -t IMAGE`, `--tag=IMAGE`, `--destination=IMAGE`. */
function isBuilt(image: string, { before }: Filling): boolean {
  const name = image.replace(/:latest$/, '')
  const tagged = new RegExp(`(?:-t|--tag|--destination)[\\s=]+["']?${escaped(name)}(?::latest)?(?=["'\\s]|$)`, 'm')
  return name !== '' && before.some((step) => tagged.test(textsOf(step)))
}

/** All that a step says it runs. */
const textsOf = (step: DataNode): string =>
  [step.get('script'), ...(step.get('args')?.asList ?? [])].map((node) => node?.text ?? '').join('\n')

/** A builder of the project is called after its program (github.com/GoogleCloudPlatform/cloud-builders-community). */
function ownBuilder(image: string): string | undefined {
  const name = /^(?:[\w.-]*gcr\.io|[\w-]+-docker\.pkg\.dev)\/.*\/([\w-]+)(?:[:@].*)?$/.exec(image)?.[1]
  return name !== undefined && knowsProgram(name) ? name : undefined
}

/** The arguments of a builder that is given whole commands, each a line; undefined where one is none. */
function wholeCommands(args: readonly DataNode[], filling: Filling): string | undefined {
  const lines = args.map(({ text = '' }) => unescaped(filled(text, filling)).trim())
  const isCommand = (line: string) => /^[\w./-]+\s+\S/.test(line) && isUsual(line.replace(/\s[\s\S]*$/, ''))
  const isFile = (line: string) => /^\.\/[\w./-]+(\s|$)/.test(line)
  const areCommands = lines.some(isCommand) && lines.every((line) => isCommand(line) || isFile(line))
  return areCommands ? lines.join('\n') : undefined
}

/** Programs that such builders are told beside those of the tables. */
const isUsual = (program: string) =>
  knowsProgram(program) || /^(sed|cp|mv|rm|mkdir|echo|cat|curl|gsutil|chmod)$/.test(program)

/**
 * `script:`, or the text of `bash -c`, be bash the entrypoint or the first argument of an image of one's own. Only what asks for it stops at the first
 * failure.
 */
function scriptIn(step: DataNode, name: string, filling: Filling): Script | undefined {
  const node = step.get('script')
  const shared = base(step, name, filling)
  const where = { directory: shared.directory, variables: shared.variables, via: [], name }
  if (node?.text !== undefined) {
    const shebang = /^#!\s*(?:\/usr\/bin\/env\s+)?(\S+)(.*)/.exec(node.text)
    const program = (shebang?.[1] ?? 'sh').replace(/^.*\//, '')
    const shell = { program, errexit: /\s-\w*e/.test(shebang?.[2] ?? ''), pipefail: false }
    return ofBuild(node, { ...where, shell }, {})
  }
  const args = step.get('args')?.asList ?? []
  const given = step.get('entrypoint')?.text
  const entrypoint = (given ?? args[0]?.text)?.replace(/^.*\//, '')
  const [flag, text] = given === undefined ? args.slice(1) : args
  if (!/^(bash|sh|ash)$/.test(entrypoint ?? '') || !text || !/^-[a-z]*c$/.test(flag?.text ?? '')) return undefined
  const shell = { program: entrypoint ?? 'sh', errexit: /e/.test(flag?.text ?? ''), pipefail: false }
  return ofBuild(text, { ...where, shell }, filling.substitutions)
}

/** A script with what is put in; the sources of a build lie in `/workspace`. */
function ofBuild(node: DataNode, where: ScriptPlace, substitutions: Filling['substitutions']): Script {
  const parts = piecesOf(node.text ?? '', /((?<![\w$/.-])\/workspace(?![\w.-])|(?<!\$)\$\{?_[A-Z0-9_]+\}?)/g)
  return scriptOfNode(node, where, parts, (found) =>
    found.startsWith('/') ? '${REPOSITORY}' : substitutions[found.replace(/[${}]/g, '')],
  )
}

/** A text with the substitutions that are known. */
function filled(text: string, { substitutions }: Filling): string {
  return text.replace(
    /(?<!\$)\$(?:\{(_[A-Z0-9_]+)\}|(_[A-Z0-9_]+))/g,
    (whole, braced, bare) => substitutions[braced ?? bare] ?? whole,
  )
}

/** `env:` of the step and of the build, as far as its values are known. */
function variablesOf(step: DataNode, filling: Filling): Record<string, string> {
  const all = [...filling.shared, ...(step.get('env')?.asList ?? [])]
  return Object.fromEntries(
    all.flatMap(({ text = '' }) => {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(filled(text, filling)) ?? []
      return name !== undefined && value !== undefined && !value.includes('$') ? [[name, value]] : []
    }),
  )
}

function base(step: DataNode, name: string, filling: Filling): Omit<Script, 'text' | 'placeOf'> {
  const folder = filled(step.get('dir')?.text ?? '', filling).replace(/^\.\/|\/$/g, '')
  return {
    shell: 'bash',
    errexit: true,
    pipefail: false,
    directory: folder.includes('$') || folder.startsWith('/') ? undefined : folder === '.' ? '' : folder,
    variables: variablesOf(step, filling),
    via: [],
    name,
  }
}

/** `$$` is a dollar sign that is no substitution. */
function unescaped(text: string): string {
  return text.replaceAll('$$', '$')
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `"${text.replace(/["\\`]/g, '\\$&')}"`
}
