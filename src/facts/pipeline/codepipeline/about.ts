import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'aws-codepipeline',
  name: 'AWS CodePipeline and CodeBuild',
  files:
    '`aws_codepipeline` and `aws_codebuild_project` of Terraform, `AWS::CodePipeline::Pipeline` and `AWS::CodeBuild::Project` of CloudFormation, and the build specifications that they name or hold; `buildspec*.yml` and the like that nothing here names, and other files called a spec that have a version of build specifications and phases',
  read: [
    'stages with their actions in order: those of one `RunOrder` run beside one another, the next ones and the next stage wait for all of them; a manual approval holds what comes after it, and nothing beside it',
    'builds by their commands: `finally`, `on-failure`, and that `post_build` runs although `build` failed, unless it asks whether the build is succeeding',
    'deployments with CodeDeploy, ECS, CloudFormation, S3, Elastic Beanstalk, EKS and others; change sets that are only made are plans; a stage that goes back on failure is a rollback',
    'the environment by what is deployed to, by variables such as `ENVIRONMENT`, by the names of stage, action, project and pipeline, else by the environment that the code is applied for',
    'triggers: the branch that a source follows, filters of V2 pipelines and of webhooks, schedules',
  ],
  hidden: [
    'projects, build specifications and sources of elsewhere, functions that are invoked, actions of others, by name; who listens to notifications',
    'what starts, approves and follows a build whose pipeline is not here',
  ],
  tell: [],
}
