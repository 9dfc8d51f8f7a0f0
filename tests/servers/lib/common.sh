# Sourced by the scripts next door: paths, options, ports, processes, certificates.
# shellcheck shell=bash

SERVERS_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
REPO_DIR=$(cd "$SERVERS_DIR/../.." && pwd)
SERVERS_HOME=${IMAPPS_SERVERS_HOME:-/var/tmp/imapps-servers}
CYRUS_ROOT=$SERVERS_HOME/cyrus-imapd
COURIER_ROOT=$SERVERS_HOME/courier-imap
SAMPLES=${IMAPPS_SAMPLES:-$REPO_DIR/src/ImapPS.Demo/Samples}
PATH=$PATH:/usr/sbin:/sbin
export PATH

skip() { echo "skipped: $*" >&2; exit 77; }
fail() { echo "error: $*" >&2; exit 1; }

need_root() { [ "$(id -u)" = 0 ] || skip "not root: the servers change to users of their own"; }

need_files() {
    local f
    for f in "$@"; do [ -e "$f" ] || skip "$f is missing: run tests/servers/install"; done
    for f in openssl jq ss setsid flock; do command -v "$f" >/dev/null || skip "$f is missing: run tests/servers/install"; done
}

usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0" >&2; exit 2; }

# Reads: FOLDER [--port N] [--tls-port N] [--parent PID] [--no-seed]  ->  FOLDER PORT TLS_PORT PARENT SEED
start_options() {
    FOLDER='' PORT='' TLS_PORT='' PARENT='' SEED=1
    while [ $# -gt 0 ]; do
        case $1 in
            --port) PORT=$2; shift 2 ;;
            --tls-port) TLS_PORT=$2; shift 2 ;;
            --parent) PARENT=$2; shift 2 ;;
            --no-seed) SEED=; shift ;;
            -*) usage ;;
            *) [ -z "$FOLDER" ] || usage; FOLDER=$1; shift ;;
        esac
    done
    [ -n "$FOLDER" ] || usage
}

# The folder must not be in use, must be reachable for the server's own users, and may be made here.
make_folder() {
    local user=$1 made=
    [ -e "$FOLDER" ] || made=1
    mkdir -p "$FOLDER"
    FOLDER=$(cd "$FOLDER" && pwd)
    [ ! -e "$FOLDER/server.json" ] && [ ! -e "$FOLDER/pids" ] || fail "$FOLDER holds a server already: stop it first"
    # Only an empty folder: everything in it is thrown away at the end.
    [ -z "$(ls -A "$FOLDER")" ] || fail "$FOLDER is not empty"
    [ -z "$made" ] || touch "$FOLDER/.made"
    chmod 755 "$FOLDER"
    # The servers make Unix sockets some levels below, whose paths end at 108 characters.
    [ ${#FOLDER} -le 75 ] || { remove_folder; fail "$FOLDER: the path is too long for Unix sockets in it"; }
    setpriv --reuid "$user" --clear-groups test -x "$FOLDER" ||
        { remove_folder; fail "user $user cannot reach $FOLDER: choose a folder whose parents are open (chmod o+x)"; }
    : > "$FOLDER/pids"
}

# One start at a time picks ports and binds them; the lock is given up when the server greets.
lock_ports() {
    mkdir -p "$SERVERS_HOME"
    exec 9> "$SERVERS_HOME/ports.lock"
    flock -w 900 9 || fail "another start holds $SERVERS_HOME/ports.lock"
}
unlock_ports() { exec 9>&-; }

# Below the range from which outgoing connections take their ports.
free_port() {
    local port
    while :; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        [ "$port" != "${1:-}" ] || continue
        # Not where a connection begins or lingers, either: nobody could listen there.
        [ -n "$(ss -Htan "sport = :$port")" ] || { echo "$port"; return; }
    done
}

pick_ports() {
    local port
    for port in $PORT $TLS_PORT; do [ -z "$(ss -Hltn "sport = :$port")" ] || fail "port $port is in use"; done
    PORT=${PORT:-$(free_port)}
    TLS_PORT=${TLS_PORT:-$(free_port "$PORT")}
}

# Runs a server in the background, in a session of its own, holding none of our descriptors, and notes its pid.
launch() {
    local log=$1; shift
    setsid "$@" > "$log" 2>&1 < /dev/null 9>&- &
    LAUNCHED=$!
    note_pid "$LAUNCHED"
    disown "$LAUNCHED"
}

# A pid alone may be someone else's by now; with its start time it is not.
stat_of() { local s; { IFS= read -r s < "/proc/$1/stat"; } 2>/dev/null || return 1; s=${s##*) }; read -ra STAT <<< "$s"; }
start_time() { stat_of "$1" && echo "${STAT[19]}"; }
note_pid() { local t; t=$(start_time "$1") || return 0; echo "$1 $t" >> "$FOLDER/pids"; }
alive() { stat_of "$1" && [ "${STAT[19]}" = "$2" ] && [ "${STAT[0]}" != Z ]; }

# All descendants of a process and all that share its session, but not ours: "pid starttime" each.
family() {
    local pid now
    # Its number is somebody else's by now, so its session is empty, too.
    ! now=$(start_time "$1") || [ "$now" = "$2" ] || return 0
    ps -eo pid=,ppid=,sid= | awk -v root="$1" -v me="$$" '
        { parent[$1] = $2; session[$1] = $3 }
        END {
            for (p in parent) {
                q = p
                while (q > 1 && q != root) q = parent[q]
                if ((q == root || session[p] == root) && session[p] != session[me]) print p
            }
        }' | while read -r pid; do echo "$pid $(start_time "$pid" || echo gone)"; done
}

# Ends everything that was started for FOLDER: the noted processes are asked first, then all that came from them.
stop_processes() {
    local pid time i entry
    local -a noted=() all=() left=()
    [ -e "$FOLDER/pids" ] || return 0
    mapfile -t noted < "$FOLDER/pids"
    for i in $(seq 600); do
        # Each time anew: what forks while it is told to end leaves a child that nobody saw.
        for entry in "${noted[@]}"; do mapfile -t -O "${#all[@]}" all < <(family "${entry% *}" "${entry#* }"); done
        left=()
        for entry in "${all[@]}"; do
            alive "${entry% *}" "${entry#* }" && left+=("${entry% *}")
        done
        [ ${#left[@]} -gt 0 ] || break
        if [ "$i" = 1 ]; then
            for entry in "${noted[@]}"; do alive "${entry% *}" "${entry#* }" && kill -TERM "${entry% *}" 2>/dev/null || true; done
        # The masters had their chance to end their children in good order.
        elif [ "$i" = 5 ]; then
            kill -TERM "${left[@]}" 2>/dev/null || true
        elif [ "$i" -ge 13 ]; then
            kill -KILL "${left[@]}" 2>/dev/null || true
        fi
        sleep 0.05
    done
    [ ${#left[@]} = 0 ] || echo "warning: still running: ${left[*]}" >&2
    rm -f "$FOLDER/pids"
}

# What a server wrote, and the folder itself where start made it. KEEP=1 leaves the files for a look.
remove_folder() {
    [ -d "$FOLDER" ] || return 0
    [ -z "${KEEP:-}" ] || { rm -f "$FOLDER/server.json"; return 0; }
    local made=; [ ! -e "$FOLDER/.made" ] || made=1
    find "$FOLDER" -mindepth 1 -maxdepth 1 -exec rm -rf {} +
    [ -z "$made" ] || rmdir "$FOLDER"
}

stop_server() {
    [ $# = 1 ] || usage
    [ -d "$1" ] || return 0
    FOLDER=$(cd "$1" && pwd)
    [ -e "$FOLDER/pids" ] || [ -e "$FOLDER/server.json" ] || return 0
    stop_processes
    remove_folder
}

# Ends the processes and keeps all files, as a machine that goes down does: resume brings the server back.
halt_server() {
    [ $# = 1 ] || usage
    [ -e "$1/server.json" ] || fail "no server in $1"
    FOLDER=$(cd "$1" && pwd)
    stop_processes
}

# On the ports and with the mail that it had. The script's own run_server starts it.
resume_server() {
    [ $# = 1 ] || usage
    [ -e "$1/server.json" ] && [ ! -e "$1/pids" ] || fail "no halted server in $1"
    FOLDER=$(cd "$1" && pwd) TLS=$1/tls
    PORT=$(jq .port "$FOLDER/server.json") TLS_PORT=$(jq .tlsPort "$FOLDER/server.json")
    PARENT=; [ ! -e "$FOLDER/.parent" ] || PARENT=$(cat "$FOLDER/.parent")
    : > "$FOLDER/pids"
    run_server
    wait_greeting 127.0.0.1 "$PORT"
    jq --argjson pid "$LAUNCHED" '.pid = $pid' "$FOLDER/server.json" > "$FOLDER/server.json.new"
    mv "$FOLDER/server.json.new" "$FOLDER/server.json"
    watch_parent
}

# For start: whatever goes wrong before the server greets shows the logs and leaves nothing behind.
on_failed_start() {
    local code=$?
    trap - EXIT
    [ "$code" != 0 ] || return 0
    for log in "$FOLDER"/log*; do
        [ -s "$log" ] && { echo "--- ${log##*/}"; tail -n 60 "$log"; } >&2
    done
    stop_processes
    remove_folder
    exit "$code"
}

# Waits for "* OK" on host and port, for three minutes at most, or for the end of the launched process.
wait_greeting() {
    local host=$1 port=$2 line end=$((SECONDS + 180))
    while [ "$SECONDS" -lt "$end" ]; do
        if { exec 7<> "/dev/tcp/$host/$port"; } 2>/dev/null; then
            line=; IFS= read -r -t 60 line <&7 || true
            exec 7>&-
            [[ $line != '* OK'* ]] || return 0
            [ -z "$line" ] || fail "unexpected greeting on $host:$port: $line"
        fi
        stat_of "$LAUNCHED" && [ "${STAT[0]}" != Z ] || fail "the server ended while starting"
        sleep 0.05
    done
    fail "no greeting on $host:$port"
}

# Stops the server when the process that wanted it is gone.
watch_parent() {
    [ -n "$PARENT" ] || return 0
    local time; time=$(start_time "$PARENT") || fail "no process $PARENT"
    echo "$PARENT" > "$FOLDER/.parent"
    launch /dev/null "$SERVERS_DIR/lib/watch" "$PARENT" "$time" "$0" "$FOLDER"
}

has_ipv6() { grep -q '^00000000000000000000000000000001 .* lo$' /proc/net/if_inet6 2>/dev/null; }

# --- certificates: a throw-away CA and what it signs, P-256, in FOLDER/tls ---

make_ca() {
    TLS=$FOLDER/tls
    mkdir -p "$TLS"
    openssl ecparam -name prime256v1 -genkey -noout -out "$TLS/ca.key"
    openssl req -x509 -new -key "$TLS/ca.key" -sha256 -days 30 -subj '/CN=ImapPS test CA' -out "$TLS/ca.pem" \
        -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign'
}

# make_cert NAME SUBJECT SUBJECT_ALT_NAMES USAGE [openssl x509 options]  ->  tls/NAME.pem, tls/NAME.key
make_cert() {
    local name=$1 subject=$2 names=$3 usage=$4; shift 4
    [ $# -gt 0 ] || set -- -days 30
    openssl ecparam -name prime256v1 -genkey -noout -out "$TLS/$name.key"
    openssl req -new -key "$TLS/$name.key" -subj "$subject" -out "$TLS/$name.csr"
    printf '%s\n' "basicConstraints=critical,CA:FALSE" "keyUsage=critical,digitalSignature" "extendedKeyUsage=$usage" \
        "subjectAltName=$names" > "$TLS/$name.ext"
    openssl x509 -req -in "$TLS/$name.csr" -CA "$TLS/ca.pem" -CAkey "$TLS/ca.key" -CAcreateserial -sha256 \
        -extfile "$TLS/$name.ext" -out "$TLS/$name.pem" "$@" 2>/dev/null
    rm -f "$TLS/$name.csr" "$TLS/$name.ext"
}

SERVER_NAMES=DNS:localhost,DNS:imap.test.example,IP:127.0.0.1,IP:127.0.0.2,IP:0:0:0:0:0:0:0:1

make_server_cert() { make_ca; make_cert server /CN=imap.test.example "$SERVER_NAMES" serverAuth; }
