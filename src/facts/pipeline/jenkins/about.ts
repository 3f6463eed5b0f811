import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'jenkins',
  name: 'Jenkins',
  files:
    '`Jenkinsfile`, `Jenkinsfile.*`, `*.jenkinsfile`, and Groovy files in folders such as `jenkins/`, `.jenkins/`, `ci/` that hold a `pipeline {` or a `node {`',
  read: [
    'declarative pipelines: stages, nested, `parallel` and `matrix`; `when` with all its conditions; `input`; `post`; `options`; `environment`; `parameters`; `triggers`; `script` blocks',
    'scripted pipelines: `stage`, `node`, `parallel`, `if`, `switch`, loops over known lists, `try`/`catch`/`finally`, `catchError`, `warnError`, `timeout`, `withEnv`, `dir`',
    'functions of the file and of Groovy files of the repository that are loaded (also `vars/*.groovy`), with their arguments as far as known',
    '`sh`, `bat`, `powershell` with their scripts; `returnStatus` as far as the status is compared; the Docker and OpenShift plugins',
    'values through variables, `env` and parameters; what differs by how the build was started is told apart',
  ],
  hidden: [
    'steps of shared libraries (`@Library`) and plugins that no table knows, as far as their name leaves it open; jobs that `build job:` starts',
    'whether a project is multibranch: every branch and pull request is taken to be built, and anybody may build by hand',
    'folders, permissions, credentials and triggers that are set in Jenkins itself',
  ],
  tell: [
    'the job of a stage is called as the stage (`Deploy - Dev`), one in another `Outer / Inner`; what stands outside of all stages is called as the file',
  ],
}
