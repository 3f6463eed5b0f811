import type { Examples } from './idiom.ts'

/** Jenkins, by the syntax of declarative pipelines. */
export const examples: Examples = {
  system: 'jenkins',
  name: 'Jenkins',
  reference: 'https://www.jenkins.io/doc/book/pipeline/syntax/',
  snippets: {
    order: `stages {
  stage('Test') {
    steps { sh './test.sh' }
  }
  stage('Deploy') {
    steps { sh './deploy.sh' }
  }
}
`,
    approval: `stage('Production') {
  input {
    message 'Deploy to production?'
    submitter 'release-approvers'
  }
  steps { sh './deploy.sh production' }
}
`,
    environment: `stage('Deploy to production') {
  environment {
    ENVIRONMENT = 'production'
  }
  steps { sh './deploy.sh "$ENVIRONMENT"' }
}
`,
    defaultBranch: `stage('Production') {
  when { branch 'main' }
  steps { sh './deploy.sh production' }
}
`,
    failure: `post {
  failure {
    sh './rollback.sh production'
  }
}
`,
    version: `parameters {
  string(name: 'VERSION', defaultValue: '', description: 'The version, such as 1.3.2')
}
stages {
  stage('Roll back') {
    steps { sh './deploy.sh production "$VERSION"' }
  }
}
`,
    schedule: `triggers {
  cron('H 5 * * 1-5')
}
`,
    timeout: `stage('Roll back') {
  options {
    timeout(time: 10, unit: 'MINUTES')
  }
  steps { sh './rollback.sh production' }
}
`,
  },
}
