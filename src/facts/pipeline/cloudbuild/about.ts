import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'google-cloud-build',
  name: 'Google Cloud Build',
  files:
    '`cloudbuild.yaml`, `cloudbuild.json` and `cloudbuild-*.yaml` in any folder, other builds in a folder called `cloudbuild`, and files whose name speaks of building or deploying (`deploy-prod.yaml`) where their steps use the builders of Google',
  read: [
    '`steps` with `id`, `waitFor`, `allowFailure`, `timeout`, `dir`, `entrypoint`, `args` and `script`; `images` are pushed at the end',
    'the builders of `gcr.io/cloud-builders` and the images that the tables know',
  ],
  hidden: [
    'triggers, their approvals and their substitutions, which live in the project: what starts a build is taken to come from outside',
    'the delivery pipelines of Cloud Deploy behind `gcloud deploy releases create`: the environment of the first target',
  ],
  tell: [],
}
