# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/example/alpha" {
  version     = "1.2.3"
  constraints = "~> 1.2"
  hashes = [
    "h1:eIEzASTKLJlNWMEhAZ28p9C+S54oG70ryg563Cw33X8=",
  ]
}

provider "registry.terraform.io/example/beta" {
  version = "0.4.0"
  hashes = [
    "h1:+euegkg5VU3DAWfcXMu6VLVPIR8WkMOPYCFSBgJLwJw=",
  ]
}
