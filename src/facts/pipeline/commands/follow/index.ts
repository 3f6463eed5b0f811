import { basename } from '../../../../documents/path.ts'
import { type Call, withWords } from '../call.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { bazel } from './bazel.ts'
import { cargo } from './cargo.ts'
import { composer } from './composer.ts'
import { containers } from './containers.ts'
import { dotnetBuilds } from './dotnet-build.ts'
import { earthly } from './earthly.ts'
import { fastlane } from './fastlane.ts'
import { gradle } from './gradle.ts'
import { grunt } from './grunt.ts'
import { interpreters } from './interpreters.ts'
import { justfile } from './just.ts'
import { makefile } from './make.ts'
import { mix } from './mix.ts'
import { packageScripts } from './packages.ts'
import { pythonTools } from './python.ts'
import { remoteShells } from './remote.ts'
import { rakefile } from './ruby.ts'
import { sbt } from './sbt.ts'
import { scriptFile } from './script.ts'
import { skaffold } from './skaffold.ts'
import { taskTables } from './task-tables.ts'
import { taskfile } from './taskfile.ts'
import { namedTargets } from './text.ts'

/**
 * Goes on into what a command runs of the repository. True where it took the command over; false where it is a program
 * like any other.
 */
export type Follow = (call: Call, shell: Shell, context: Context, finder: Finder) => Promise<boolean>

/** Made at the first call: what it lists imports this module in its turn. */
let byProgram: Map<string, Follow> | undefined

function programs(): Map<string, Follow> {
  if (byProgram) return byProgram
  byProgram = new Map()
  for (const [names, follow] of [
    ['bash sh dash zsh ash ksh busybox source pwsh powershell pwsh.exe powershell.exe', interpreters],
    ['python python3 python2 ruby node php perl deno bun tsx ts-node babel-node zx', interpreters],
    [
      'npm pnpm yarn bun npm-run-all npm-run-all2 run-s run-p concurrently turbo nx lerna wireit rush moon',
      packageScripts,
    ],
    ['dotnet cake nuke fake build.sh build.cmd build.ps1', dotnetBuilds],
    ['mage nuke mill clojure clj', namedTargets],
    ['start-server-and-test start-test', packageScripts],
    ['grunt gulp', grunt],
    ['make gmake mingw32-make remake', makefile],
    ['just', justfile],
    ['task go-task', taskfile],
    ['rake rails', rakefile],
    ['gradle gradlew gradlew.bat', gradle],
    ['sbt', sbt],
    ['bazel bazelisk bazelw', bazel],
    ['cargo', cargo],
    ['mix', mix],
    ['fastlane', fastlane],
    ['earthly', earthly],
    ['mise pixi deno pipenv rye melos', taskTables],
    ['composer', composer],
    ['skaffold', skaffold],
    ['tox nox poe pdm hatch invoke inv poetry pipenv rye uv', pythonTools],
    ['docker docker-compose podman podman-compose nerdctl', containers],
    ['ssh plink plink.exe kubectl oc heroku flyctl fly cf gcloud vagrant su az aws', remoteShells],
  ] as const) {
    for (const name of names.split(' ')) {
      const before = byProgram.get(name)
      byProgram.set(name, before ? async (...all) => (await before(...all)) || (await follow(...all)) : follow)
    }
  }
  return byProgram
}

/** Follows a call into what it runs; false where it leads nowhere that is read. */
export const follow: Follow = async (call, shell, context, finder) => {
  const program = call.words[0] ?? ''
  // `node_modules/webpack/bin/webpack.js`: the program of a package
  if (/(^|\/)node_modules\/.+\.[cm]?js$/.test(program))
    return interpreters(withWords(call, ['node'], 0), shell, context, finder)
  const known = programs().get(basename(program))
  if (known && (await known(call, shell, context, finder))) return true
  return scriptFile(call, shell, context, finder)
}
