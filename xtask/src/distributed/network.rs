//! Two network namespaces joined by a cable of their own, as two machines: what a slow and a cut connection do to a job.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{ChildStderr, ChildStdout, Command, Output, Stdio};
use std::thread;
use std::time::Instant;

use super::{Scenario, as_root, check, ends, passes};

/// The namespaces, the ends of the cable in them, and their addresses.
const NAMES: [&str; 2] = ["flambeau-a", "flambeau-b"];
const ENDS: [&str; 2] = ["fb-a", "fb-b"];
const ADDRESSES: [&str; 2] = ["10.231.77.1", "10.231.77.2"];
const NETWORK: &str = "10.231.77.0/24";

/// What a rank says when the cable is to be cut.
const TRAINS: &str = "trains";

/// After so many seconds a job that should have ended hangs.
const LIMIT: &str = "90";

/// How fast the slow cable is. `tbf` is in every kernel that limits rates at all; `netem` is not.
const SLOW: [&str; 7] = ["tbf", "rate", "50mbit", "burst", "32kbit", "latency", "400ms"];

/// Runs the scenarios, or says why it does not.
pub(super) fn run(program: &Path) -> Result<(), String> {
    let network = match Network::lay() {
        Ok(network) => network,
        Err(reason) => {
            eprintln!(
                "Skipped: two machines, a slow and a cut connection, for network namespaces are not to be had: {reason}"
            );
            return Ok(());
        }
    };
    let slow = passes("training-by-messages");
    network.slow_down()?;
    report(&slow, "over a slow connection", || {
        network.launch(program, slow.name, || Ok(()))
    })?;
    let cut = ends("cut", &["has waited 2s for rank 1 on ", "rank 0 of 2 panicked"]);
    report(&cut, "the connection is cut", || {
        network.launch(program, cut.name, || network.cut())
    })
}

fn report(
    scenario: &Scenario,
    what: &str,
    launch: impl FnOnce() -> Result<Output, String>,
) -> Result<(), String> {
    let started = Instant::now();
    check(scenario, 2, &launch()?)?;
    let taken = started.elapsed().as_secs_f64();
    eprintln!(
        "2 machines, {}, {what}: as it should be, {taken:.1} s",
        scenario.name
    );
    Ok(())
}

/// The namespaces, until this is dropped.
struct Network {
    /// The program by which `mpirun` starts what is to run on the other machine.
    agent: PathBuf,
}

impl Network {
    fn lay() -> Result<Self, String> {
        // What an earlier run has left that was killed.
        NAMES.iter().for_each(|name| drop(ip(&["netns", "del", name])));
        let agent = std::env::temp_dir().join(format!("flambeau-agent-{}", std::process::id()));
        let network = Self { agent };
        for name in NAMES {
            ip(&["netns", "add", name])?;
        }
        let [a, b] = ENDS;
        ip(&[
            "link", "add", a, "netns", NAMES[0], "type", "veth", "peer", "name", b, "netns", NAMES[1],
        ])?;
        for ((name, end), address) in NAMES.iter().zip(ENDS).zip(ADDRESSES) {
            let address = format!("{address}/24");
            ip(&["-n", name, "address", "add", &address, "dev", end])?;
            // Open MPI's daemon reaches its own ranks over the loopback device.
            for device in ["lo", end] {
                ip(&["-n", name, "link", "set", device, "up"])?;
            }
        }
        // It is given a machine's name, which there is one of, and a command.
        let script = format!(
            "#!/bin/sh\nshift\nexec ip netns exec {} unshare --uts sh -c \"hostname node-b; $*\"\n",
            NAMES[1]
        );
        let made = fs::write(&network.agent, script);
        made.map_err(|error| format!("{} could not be written: {error}", network.agent.display()))?;
        run_quietly(Command::new("chmod").arg("+x").arg(&network.agent))?;
        Ok(network)
    }

    fn slow_down(&self) -> Result<(), String> {
        for (name, end) in NAMES.iter().zip(ENDS) {
            let arguments = ["-n", name, "qdisc", "add", "dev", end, "root"];
            run_quietly(Command::new("tc").args(arguments).args(SLOW))?;
        }
        Ok(())
    }

    fn cut(&self) -> Result<(), String> {
        ip(&["-n", NAMES[0], "link", "set", ENDS[0], "down"])
    }

    /// The command that runs a scenario on both machines.
    fn job(&self, program: &Path, scenario: &str) -> Command {
        let hosts = ADDRESSES.map(|address| format!("{address}:1")).join(",");
        let mut command = Command::new("timeout");
        command.args([
            "--kill-after=5",
            LIMIT,
            "ip",
            "netns",
            "exec",
            NAMES[0],
            "mpirun",
            "-n",
            "2",
        ]);
        command.args(["--host", &hosts, "--bind-to", "none"]);
        command.args(["--mca", "plm_rsh_agent"]).arg(&self.agent);
        command.args(["--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", NETWORK]);
        // A dead connection is found after 1 + 1 x 2 seconds.
        for (setting, value) in [
            ("if_include", NETWORK),
            ("keepalive_time", "1"),
            ("keepalive_intvl", "1"),
            ("keepalive_probes", "2"),
        ] {
            command.args(["--mca", &format!("oob_tcp_{setting}"), value]);
        }
        as_root(command.arg(program).arg(scenario));
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a scenario on both machines, and calls `meanwhile` when its ranks train.
    fn launch(
        &self,
        program: &Path,
        scenario: &str,
        meanwhile: impl FnOnce() -> Result<(), String> + Send,
    ) -> Result<Output, String> {
        let mut command = self.job(program, scenario);
        let not_started = |error| format!("`mpirun` could not be started: {error}.");
        let mut job = command.spawn().map_err(not_started)?;
        let (Some(stdout), Some(stderr)) = (job.stdout.take(), job.stderr.take()) else {
            unreachable!("both were asked for");
        };
        let read = |mut from: ChildStderr| {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).map(|_| bytes).unwrap_or_default()
        };
        thread::scope(|scope| {
            let errors = scope.spawn(move || read(stderr));
            let lines = scope.spawn(move || lines(stdout, meanwhile));
            let status = job.wait().map_err(|error| format!("`mpirun` was lost: {error}."));
            // Beyond a cut Open MPI's daemon has not heard of the end, and keeps what it writes to open.
            NAMES.iter().for_each(|name| end_all(name));
            let (Ok(stdout), Ok(stderr)) = (lines.join(), errors.join()) else {
                unreachable!("they do not panic");
            };
            Ok(Output {
                status: status?,
                stdout: stdout?,
                stderr,
            })
        })
    }
}

/// What the job writes, which calls `meanwhile` when a rank says that it trains.
fn lines(stdout: ChildStdout, meanwhile: impl FnOnce() -> Result<(), String>) -> Result<Vec<u8>, String> {
    let mut stdout = BufReader::new(stdout);
    let (mut written, mut meanwhile) = (Vec::new(), Some(meanwhile));
    while stdout.read_until(b'\n', &mut written).is_ok_and(|read| read > 0) {
        let trains = written.ends_with(format!("{TRAINS}\n").as_bytes());
        if let Some(meanwhile) = meanwhile.take_if(|_| trains) {
            meanwhile()?;
        }
    }
    Ok(written)
}

/// Ends what runs in a namespace still.
fn end_all(name: &str) {
    let running = Command::new("ip").args(["netns", "pids", name]).output();
    let running = running.map(|output| output.stdout).unwrap_or_default();
    for process in String::from_utf8_lossy(&running).split_whitespace() {
        // It may have ended by itself.
        drop(run_quietly(Command::new("kill").args(["-9", process])));
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // Nobody is told of what cannot be removed: the next run tries again.
        drop(fs::remove_file(&self.agent));
        for name in NAMES {
            end_all(name);
            drop(ip(&["netns", "del", name]));
        }
    }
}

fn ip(arguments: &[&str]) -> Result<(), String> {
    run_quietly(Command::new("ip").args(arguments))
}

fn run_quietly(command: &mut Command) -> Result<(), String> {
    let output = command.output();
    let output = output.map_err(|error| format!("{command:?} could not be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?} says: {}", said.trim()))
}
