import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'google-cloud-deploy',
  name: 'Cloud Deploy',
  files:
    '`DeliveryPipeline`, `Target` and `Automation` of `deploy.cloud.google.com`; `google_clouddeploy_delivery_pipeline`, `_target` and `_automation` of Terraform',
  read: [
    'each stage as a deployment to its target, in their order: a release is rolled out to the first by itself; a promotion by hand is a manual gate, and so is a target that requires an approval; an automation that promotes is none',
    'what makes the release (`gcloud deploy releases create`, its action on GitHub), where it names the pipeline or a variable and all else of its own pipeline comes before it: that stands before every target, too',
    'verification as a smoke test after the rollout',
  ],
  hidden: [
    'what made the release, where it is elsewhere; jobs before and after a rollout; targets and stages that cannot be told from here',
  ],
  tell: [],
}
