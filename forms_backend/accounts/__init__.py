"""账号: who may sign in, with what, for how long."""
