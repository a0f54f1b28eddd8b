/** Shell texts that run inside the machine. All of it is busybox, except the command itself. */

/** A virtual bus that echoes like a real controller: after the queue of the interface, not before. */
const SETTINGS = { 'vcan.ko': ' echo=1' };

/** A word for any POSIX shell. */
export const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * First process of the machine, in the initial memory file system: loads `modules` in order, lays a memory layer over
 * the host's file system, and goes on with the job's own script there.
 */
export const initScript = (modules) => `#!/bin/busybox sh
bb=/bin/busybox
stop() { echo "can-vm: $*"; $bb poweroff -f; }
over9p() { $bb mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,$3 $1 $2 || stop "no $1 over 9p"; }
$bb mount -t devtmpfs none /dev
$bb mount -t proc none /proc
${modules.map((file) => `$bb insmod /modules/${file}${SETTINGS[file] ?? ''} || echo "can-vm: ${file} does not load"`).join('\n')}
over9p root /host cache=loose,ro
$bb mount -t tmpfs none /layer
$bb mkdir /layer/upper /layer/work
$bb mount -t overlay -o lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work none /whole || stop "no overlay"
for name in dev proc; do $bb mount --move /$name /whole/$name; done
$bb mount -t sysfs none /whole/sys
$bb mount -t tmpfs none /whole/run
$bb mkdir -p /whole/run/job /whole/dev/pts /whole/dev/shm
$bb mount -t devpts -o ptmxmode=666 none /whole/dev/pts
$bb mount -t tmpfs none /whole/dev/shm
over9p job /whole/run/job cache=none
$bb cp $bb /whole/run/busybox
exec $bb switch_root /whole /run/busybox sh /run/job/start
`;

/** First process once the host's file system is in place: one virtual bus, the command, its exit code, the end. */
export const startScript = ({ command, env, folder }) => `bb=/run/busybox
for pair in fd:fd stdin:fd/0 stdout:fd/1 stderr:fd/2; do $bb ln -sf /proc/self/\${pair#*:} /dev/\${pair%:*}; done
$bb ip link set lo up
$bb ip link add vcan0 type vcan && $bb ip link set vcan0 up
${Object.entries({ ...passed(), ...env, CAN_VM: '1' })
  .map(([name, value]) => `export ${name}=${quote(value)}`)
  .join('\n')}
export PATH="$PATH:/usr/sbin:/sbin"
( cd ${quote(folder)} && exec ${command.map(quote).join(' ')} ) </dev/null >>/run/job/out 2>&1
echo $? >/run/job/code
$bb sync
$bb poweroff -f
`;

const PASSED = ['PATH', 'HOME', 'LANG', 'CI', 'NODE_OPTIONS'];
const passed = () =>
  Object.fromEntries(PASSED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
