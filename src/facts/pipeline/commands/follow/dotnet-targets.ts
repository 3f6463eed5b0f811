import type { Finder } from '../shell/state.ts'
import type { Body } from './text.ts'

/** A target of a build that is written as a program of .NET. */
export interface DotnetTarget {
  readonly name: string
  /** targets that run before it */
  readonly needs: readonly string[]
  readonly body: Body
}

/** What such a build holds, and the target that runs where none is named. */
export interface DotnetBuild {
  readonly targets: readonly DotnetTarget[]
  readonly usual: string | undefined
}

/**
 * Where a target begins: of Cake (cakebuild.net, "Tasks"; Frosting's are classes), NUKE (nuke.build, "Target Definitions"),
 * FAKE (fake.build, "Targets") and Bullseye (github.com/adamralph/bullseye).
 */
const heads = [
  String.raw`\bTask\(\s*"([^"]+)"\s*\)`,
  String.raw`\bTarget\s+([A-Z]\w*)\s*=>`,
  String.raw`\bTarget\.create(?:Final)?\s+"([^"]+)"`,
  String.raw`(?<![\w.])Target\s*\(?\s*"([^"]+)"`,
  String.raw`\[TaskName\(\s*"([^"]+)"\s*\)\]`,
  String.raw`\bclass(?<!\[TaskName\([^\]]*\](?:\s*\[[^\]]*\])*\s*(?:\w+\s+)*class)\s+(\w+?)(?:Task)?\s*:\s*(?:Async)?FrostingTask`,
]
const head = new RegExp(heads.join('|'), 'g')

const usualTarget =
  /\bArgument(?:<string>)?\(\s*"target"\s*,\s*"([^"]+)"|\bExecute<\w+>\(\s*\w+\s*=>\s*\w+\.(\w+)|\brunOrDefault(?:WithArguments)?\s+"([^"]+)"/i

/** More files than this are not looked at. */
const mostFiles = 40

/** The targets that some files define. */
export async function dotnetBuild(files: readonly string[], { repository }: Finder): Promise<DotnetBuild> {
  const targets: DotnetTarget[] = []
  let usual: string | undefined
  for (const file of files.slice(0, mostFiles)) {
    const text = await repository.text(file)
    if (!text || text.content.length > 500_000) continue
    const found = targetsIn(text.content, file)
    if (found.length) repository.claim(file)
    targets.push(...found)
    usual ??= usualTarget.exec(text.content)?.slice(1).find(Boolean)
  }
  return { targets, usual: usual ?? targets.find(({ name }) => /^default$/i.test(name))?.name }
}

function targetsIn(content: string, file: string): DotnetTarget[] {
  const found = [...content.matchAll(head)]
  // FAKE says the order beside the targets: "Clean" ==> "Build" ==> "Test"
  const before = [...content.matchAll(/"([^"\n]+)"\s*=\??=?>\s*(?="([^"\n]+)")/g)]
  return found.map((match, i) => {
    const name = match.slice(1).find(Boolean) ?? ''
    const text = content.slice(match.index, found[i + 1]?.index)
    const needs = before.filter(([, , then]) => then === name).map(([, first = '']) => first)
    return { name, needs: [...needs, ...needsOf(text)], body: { file, text, start: match.index } }
  })
}

function needsOf(text: string): string[] {
  const lists = [
    ...text.matchAll(/\b(?:IsDependentOn|DependsOn|Triggers)\s*\(([^()]*(?:\([^()]*\))?)/g),
    ...text.matchAll(/\bDependsOn\s*<\w+>\s*\(\s*\w+\s*=>\s*\w+\.(\w+)/g),
    ...text.matchAll(/\bTarget\(\s*"[^"]+"\s*,\s*(?:new\[\]\s*\{|\[)([^\]}]*)/g),
  ].map(([, list = '']) => list)
  return lists.flatMap((list) =>
    /=>/.test(list)
      ? []
      : [...list.matchAll(/typeof\((?:\w+\.)*(\w+?)(?:Task)?\)|"([^"]+)"|(?:nameof\()?(?:\w+\.)*([A-Z]\w*)/g)].map(
          ([, type, quoted, bare]) => type ?? quoted ?? bare ?? '',
        ),
  )
}

/** Calls of the libraries of these builds, and the programs that they start. */
const calls: readonly (readonly [RegExp, string])[] = [
  [/^(DotNet(Core)?Test|DotNet\.test)$/, 'dotnet test'],
  [/^(NUnit3?|XUnit2?|xUnit2?|VSTest|MSTest|DotNet(Core)?VSTest|(NUnit3|XUnit2|VSTest)\.run)$/, 'dotnet vstest'],
  [/^(DotNet(Core)?Build|DotNet\.build|MSBuild|DotNet(Core)?MSBuild|MSBuild\.\w+)$/, 'dotnet build'],
  [/^(DotNet(Core)?Publish|DotNet\.publish)$/, 'dotnet publish'],
  [/^(DotNet(Core)?Pack|DotNet\.pack|NuGetPack|NuGet\.pack)$/, 'dotnet pack'],
  [/^(DotNet(Core)?NuGetPush|DotNet\.nugetPush|NuGetPush|NuGet\.push|ChocolateyPush)$/, 'dotnet nuget push'],
  [/^DotNetFormat$/, 'dotnet format --verify-no-changes'],
  [/^Docker(Image)?Build$/, 'docker build'],
  [/^Docker(Image)?Push$/, 'docker push'],
]

const call =
  /(?<![\w"])((?:DotNet|NuGet|MSBuild|NUnit3|XUnit2|VSTest)\.\w+|DotNet\w+|NuGet\w+|NUnit3?|[xX]Unit2?|VSTest|MSTest|MSBuild|Chocolatey\w+|Docker\w+|StartProcess|StartAndReturnProcess|Run|RunAsync|DotNet|Npm|Yarn|Docker)(?:\s*\(|\s+(?=[("]|id\b))/g

const literal = /^\s*\$?@?\$?"((?:[^"\\\n]|\\.)*)"(?:\s*,\s*\$?@?\$?"((?:[^"\\\n]|\\.)*)")?/

/** A command that a target starts, as shell text. */
export interface Started {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** The commands that the body of a target starts: `DotNetTest(…)`, `Run("dotnet", "test")`, `DotNet("pack")`. */
export function startedBy(body: string): readonly Started[] {
  return [...body.matchAll(call)].flatMap((match) => {
    const [whole, name = ''] = match
    const lineStart = body.lastIndexOf('\n', match.index) + 1
    if (/^\s*\/\//.test(body.slice(lineStart, match.index))) return []
    const after = body.slice(match.index + whole.length, match.index + whole.length + 2000)
    const [, first, second] = literal.exec(after) ?? []
    const built = second === undefined && /^Start/.test(name) ? appended(body) : []
    const given = [first, second, ...built].filter((one) => one !== undefined).map(open)
    const known = calls.find(([pattern]) => pattern.test(name))?.[1]
    const program = /^(DotNet|Npm|Yarn|Docker)$/.test(name) ? name.toLowerCase() : ''
    const free = /^(Start(AndReturn)?Process|Run|RunAsync)$/.test(name)
    if (!known && !(given.length && (program || free))) return []
    const project = known && /\.(cs|fs)proj$/.test(given[0] ?? '') ? ` ${given[0]}` : ''
    const text = known ? `${known}${project}` : [program, ...given].filter(Boolean).join(' ')
    return [{ text, start: match.index, end: match.index + whole.length }]
  })
}

/** Arguments that are put together before a program is started: `new ProcessArgumentBuilder().Append("test")`. */
const appended = (body: string): string[] =>
  [...body.matchAll(/\.Append(?:Quoted|Text)?\(\s*\$?"((?:[^"\\\n]|\\.)*)"/g)].map(([, text = '']) => text)

/** What the language puts into a text is open in the shell too. */
const open = (text: string): string =>
  text.replace(/\\(["\\])/g, '$1').replace(/\{(\w[^}]*)\}/g, (_, name: string) => `\${${name.replace(/\W+/g, '_')}}`)
