#!/bin/sh
# The browser tests need the system's Chromium and a Chinese font. Where they are missing and we
# may install Debian's packages, we do; otherwise we say which command would, and fail.
set -eu
packages="chromium fonts-noto-cjk"

have_browser() {
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  return 1
}

have_font() {
  command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family)" ]
}

have_browser && have_font && exit 0

if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then
    become=""
  elif sudo -n true 2>/dev/null; then
    become="sudo"
  else
    echo "The browser tests need Chromium and a Chinese font. Run: sudo apt-get install $packages" >&2
    exit 1
  fi
  echo "Installing $packages ..."
  $become apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $become apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
  echo "The browser tests need Chromium and a Chinese font; install them with your system's package manager" >&2
  echo "(on Debian: apt-get install $packages)." >&2
  exit 1
fi
have_browser && have_font
