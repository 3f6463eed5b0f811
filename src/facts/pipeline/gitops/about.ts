import type { About } from '../dialect/about.ts'

export const about: About = {
  system: 'argo-cd',
  name: 'Argo CD and Flux',
  files:
    'YAML with an Application or ApplicationSet of Argo CD, a Kustomization, HelmRelease or GitRepository of Flux, of the service itself',
  read: [
    'each path of this repository that a controller keeps a cluster in step with, as a deployment that a push to the followed revision starts; without automatic sync, or suspended, one by hand',
    'ApplicationSets from lists, folders and files of git (by their paths; what stands in the files is left open), and products of these',
    'environments from the destination, the name, the path and the folder',
  ],
  hidden: [
    'the reviews that the followed branch demands',
    'applications that follow other repositories; generators of clusters, pull requests and plugins',
  ],
  tell: [],
}
