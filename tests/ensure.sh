#!/bin/sh
# ensure.sh browser|nginx|openssh|rsync: what some tests need of the system. Where it is missing and Debian's
# packages may be installed, they are; otherwise we say which command would, and fail.
set -eu

case "$1" in
  browser) needs="The browser tests need Chromium and a Chinese font" packages="chromium-headless-shell fonts-noto-cjk" ;;
  nginx) needs="The test of deploy/nginx needs nginx" packages="nginx-light" ;;
  openssh) needs="The tests of sign-off need OpenSSH's ssh-keygen" packages="openssh-client" ;;
  rsync) needs="The test of publishing to another server needs rsync" packages="rsync" ;;
  *) echo "ensure.sh: browser, nginx, openssh or rsync, not $1" >&2; exit 2 ;;
esac

a_command_of() {
  for name in "$@"; do
    PATH="$PATH:/usr/sbin" command -v "$name" >/dev/null 2>&1 && return 0
  done
  return 1
}

is_there() {
  case "$1" in
    browser)
      a_command_of chromium-headless-shell chromium chromium-browser google-chrome \
        && a_command_of fc-list && [ -n "$(fc-list :lang=zh family)" ]
      ;;
    nginx) a_command_of nginx ;;
    openssh) a_command_of ssh-keygen ;;
    rsync) a_command_of rsync ;;
  esac
}

is_there "$1" && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "$needs; install it with your system's package manager (on Debian: apt-get install $packages)." >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  become=""
elif sudo -n true 2>/dev/null; then
  become="sudo"
else
  echo "$needs. Run: sudo apt-get install $packages" >&2
  exit 1
fi
echo "Installing $packages ..."
$become apt-get update -qq
DEBIAN_FRONTEND=noninteractive $become apt-get install -y -qq --no-install-recommends $packages >/dev/null
is_there "$1"
