#!/bin/sh
# The test of deploy/nginx needs Debian's nginx. Where it is missing and we may install it, we do;
# otherwise we say which command would, and fail.
set -eu

have_nginx() {
  PATH="$PATH:/usr/sbin" command -v nginx >/dev/null 2>&1
}

have_nginx && exit 0

if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then
    become=""
  elif sudo -n true 2>/dev/null; then
    become="sudo"
  else
    echo "The test of deploy/nginx needs nginx. Run: sudo apt-get install nginx-light" >&2
    exit 1
  fi
  echo "Installing nginx-light ..."
  $become apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $become apt-get install -y -qq --no-install-recommends nginx-light >/dev/null
else
  echo "The test of deploy/nginx needs nginx; install it with your system's package manager" >&2
  echo "(on Debian: apt-get install nginx-light)." >&2
  exit 1
fi
have_nginx
