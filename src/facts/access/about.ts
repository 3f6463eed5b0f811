/** What is said of access in docs/infrastructure.md. */
export const about = {
  name: 'Access to environments',
  files:
    'manifests with `RoleBinding` and `ClusterRoleBinding`, kustomizations, Terraform, `.github/settings.yml`, the environments of the forge (`--forge`), `environments` of `assay.yaml`',
  read: [
    'groups and people of role bindings, by the environment of their namespace, folder or file; one in a base counts for each overlay that takes it in',
    'Terraform: `google_project_iam_*`, `google_folder_iam_*`, `azurerm_role_assignment`, `aws_ssoadmin_account_assignment`, `kubernetes_role_binding*` by the environment that they are made for; reviewers of `github_repository_environment` by the one that they name',
    '`.github/settings.yml` of the Settings app: reviewers of `environments`',
    'reviewers and deployers of the environments of the forge; `access` of the inventory',
  ],
  hidden: [
    'bindings in templates of Helm, members whose name is known only when they are made elsewhere',
    'whether groups that differ only by the word for their environment (`shop-staging`, `shop-prod`) have the same members',
    'the other side, where only one of staging and production is told of',
  ],
  assumed: [
    'accounts of programs and groups that begin with `system:` are no people',
    'of several environments of a class, the one with the plain name is compared (`staging` before `uat`)',
  ],
} as const
