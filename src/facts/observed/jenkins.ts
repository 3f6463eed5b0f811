import { collector } from '../collector.ts'
import { jenkinsfilesOf } from '../pipeline/jenkins/jenkinsfiles.ts'

/** Pipelines of Jenkins, declarative and scripted, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: '`Jenkinsfile` under its usual names, and the Groovy files of the repository that it loads',
  touches: { path: /jenkins|\.groovy$/i },
  async collect({ repository }) {
    if (!(await jenkinsfilesOf(repository)).length) return {}
    const [{ readJenkins }, finders] = await Promise.all([
      import('../pipeline/jenkins/workflow.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readJenkins(repository, finders) }
  },
})
