import { once } from '../../once.ts'
import type { Repository, RepositoryFile } from '../../repository.ts'

/** Names that only pipelines of Jenkins have: `Jenkinsfile`, `Jenkinsfile.deploy`, `deploy.jenkinsfile`, `prod.Jenkinsfile`. */
const byName = /(^|\/)(Jenkinsfile([._-][\w.-]+)?|[\w.-]+\.jenkinsfile|jenkinsfile)$/i

/** Folders of pipelines, whose Groovy files are pipelines if they hold one. */
const byFolder =
  /(^|\/)(\.?jenkins|jenkins-?ci|ci\/jenkins|jenkinsfiles|pipelines?|\.ci|ci|cicd|devops)\/[^/]+(\.groovy|\.jenkins)?$/i

const holdsPipeline = /^\s*pipeline\s*\{/m
const holdsNode = /^\s*node\s*(\([^)]*\)\s*)?\{/m

/** The files of a repository that are pipelines of Jenkins. What reads them is loaded only where there are some. */
export const jenkinsfilesOf = once(async (repository: Repository): Promise<readonly RepositoryFile[]> => {
  const found: RepositoryFile[] = []
  for (const file of repository.files) {
    if (mayBePipeline(file) && (await isPipeline(file, repository))) found.push(file)
  }
  return found
})

const own = /^(\.jenkins\/)?Jenkinsfile$/

/** Whether the path of a file allows it to be one: cheap, for thousands of files. */
function mayBePipeline({ path, area }: RepositoryFile): boolean {
  if (area === 'excluded') return false
  if (own.test(path)) return true
  if (area !== 'main') return false
  // `*.gdsl` tells an editor which steps there are (Jenkins' snippet generator, "IntelliJ IDEA GDSL")
  if (byName.test(path)) return !/\.(gdsl|md|txt|ya?ml|json|sh|template|tmpl|j2|erb)$/i.test(path)
  return /\.(groovy|jenkins)$/i.test(path) && byFolder.test(path)
}

/** Whether a file that may be a pipeline is one: by its name, else by its text. */
async function isPipeline({ path }: RepositoryFile, repository: Repository): Promise<boolean> {
  if (own.test(path) || byName.test(path)) return true
  const text = await repository.text(path)
  return text !== undefined && (holdsPipeline.test(text.content) || holdsNode.test(text.content))
}
