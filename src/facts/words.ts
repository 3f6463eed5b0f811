/**
 * Words of which a text must hold one, or it is nothing to those who look through all files of these endings: such files
 * can be left unread where git has searched the index for them (`Repository.mayHold`). Whoever looks for something else
 * adds its word here. In ASCII; case counts.
 */
export const words = [
  'apiVersion',
  'expr:',
  'ClusterImagePolicy',
  'TrustRoot',
  'verifyImages',
  'ImageValidatingPolicy',
  'ImageVerificationPolicy',
  'google_binary_authorization_policy',
  'google_cloudbuild_trigger',
  'google_clouddeploy_delivery_pipeline',
  'aws_codepipeline',
  'aws_codebuild_project',
  'AWS::CodePipeline',
  'AWS::CodeBuild',
  'notaryproject.org',
  'ratify.deislabs.io',
  'AWS::',
  'AWSTemplateFormatVersion',
  'eploymentTemplate.json',
  'applications:',
  'task:',
  'vmImage:',
  'deployment:',
  'template:',
  'stage:',
  'bash:',
  'pwsh:',
  'receivers',
  'receiver:',
  'contactPoints',
  'alertmanager.y',
  '"panels"',
  '"widgets"',
  'Layout"',
  '"lenses"',
  'Notebook/',
  'dashboard.grafana.app',
  'gnetId',
  'dashboards:',
  '$schema',
] as const

export type Word = (typeof words)[number]

/** Which files are searched for them. */
export const searched = { words, endings: ['.yaml', '.yml', '.tf', '.json', '.template'] } as const
