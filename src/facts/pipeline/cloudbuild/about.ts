import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'google-cloud-build',
  name: 'Google Cloud Build',
  files:
    '`cloudbuild.yaml`, `cloudbuild.json` and `cloudbuild-*.yaml` in any folder, other builds in a folder called `cloudbuild`, and builds of any other name whose steps use the builders of Google',
  read: [
    '`steps` with `id`, `waitFor`, `allowFailure`, `timeout`, `dir`, `entrypoint`, `args` and `script`; `images` are pushed at the end',
    'triggers that Terraform makes (`google_cloudbuild_trigger`): pushes, tags and pull requests, their approval, and the substitutions in which all triggers of a build agree',
    '`gcloud builds submit --config FILE` in a pipeline of any system: it starts the build, which works on the environment of its job',
    'the builders of `gcr.io/cloud-builders` and the images that the tables know',
  ],
  hidden: [
    'triggers that live in the project alone: what starts such a build is taken to come from outside, unless a pipeline here submits it',
    'what a pipeline does after it has submitted a build',
    'delivery pipelines of Cloud Deploy that are defined elsewhere, behind `gcloud deploy releases create`',
  ],
  tell: [],
}
