/*
 * Where git runs a program (a hook, `git bisect run`, `git rebase --exec`) it names its repository by variables. What the
 * build, the tests and the benchmarks do in repositories of their own would then be done to that one.
 */

/** What `git rev-parse --local-env-vars` lists, but for configuration that belongs to no repository. */
const ofRepository =
  /^GIT_(ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|CONFIG|DIR|GRAFT_FILE|IMPLICIT_WORK_TREE|INDEX_FILE|INTERNAL_SUPER_PREFIX|NO_REPLACE_OBJECTS|OBJECT_DIRECTORY|PREFIX|REPLACE_REF_BASE|SHALLOW_FILE|WORK_TREE)$/

/** Takes the repository that git runs for out of an environment, that of this program if none is given. */
export function forgetRepository(environment: NodeJS.ProcessEnv = process.env): void {
  for (const name of Object.keys(environment)) if (ofRepository.test(name)) delete environment[name]
}
