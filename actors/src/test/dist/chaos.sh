#!/bin/sh
# Writes the command that runs the chaos suite, a program of its own with the whole Java of the build.
# Called by the build: chaos.sh <command to be> <class path>, with TOOLCHAIN_JAVA_HOME set.
set -eu
cat >"$1" <<END
#!/bin/sh
cd "\$(dirname "\$0")/.."
exec "$TOOLCHAIN_JAVA_HOME/bin/java" -cp "$2" io.isinglass.actors.chaos.Chaos "\$@"
END
chmod 755 "$1"
