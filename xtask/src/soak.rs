//! `cargo xtask soak`: the attacks of `tests/reliability`, for as long as one likes.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::arguments::SoakOptions;

/// The tests as they are run for long: optimised, but every overflow and every assertion is found.
const TESTS: &str = "test --release -p flambeau --test reliability \
                     --config profile.release.overflow-checks=true --config profile.release.debug-assertions=true";

/// Instruction sets whose products are attacked once more; the first run uses the best that the machine has.
const LEVELS: [&str; 2] = ["avx2", "portable"];

/// Runs them; the error says how to repeat what failed.
pub(crate) fn run(root: &Path, options: &SoakOptions) -> Result<(), String> {
    let seed = options.seed.unwrap_or_else(seed_of_today);
    eprintln!("Seed {seed}, {} seconds for each attack.", options.seconds);
    attack(root, options, seed, options.name.as_deref(), &[])?;
    if options.name.is_none() {
        for level in LEVELS {
            eprintln!("Products with FLAMBEAU_SIMD={level}:");
            attack(root, options, seed, Some("products"), &[("FLAMBEAU_SIMD", level)])?;
        }
    }
    Ok(())
}

/// Another one each second.
fn seed_of_today() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() % (1 << 31))
}

fn attack(
    root: &Path,
    options: &SoakOptions,
    seed: u64,
    name: Option<&str>,
    environment: &[(&str, &str)],
) -> Result<(), String> {
    let status = Command::new("cargo")
        .args(TESTS.split_whitespace())
        .arg("--")
        .args(name)
        .args(["--nocapture", "--test-threads=1"])
        .env("FLAMBEAU_SOAK_SECONDS", options.seconds.to_string())
        .env("FLAMBEAU_SOAK_SEED", seed.to_string())
        .envs(environment.iter().copied())
        .current_dir(root)
        .status()
        .map_err(|error| format!("`cargo` could not be started: {error}."))?;
    if status.success() {
        return Ok(());
    }
    let name = name.map_or(String::new(), |name| format!(" {name}"));
    let environment: String = environment
        .iter()
        .map(|(name, value)| format!("{name}={value} "))
        .collect();
    Err(format!(
        "an attack has found something; repeat it with `{environment}cargo xtask soak{name} --seconds {} --seed {seed}`.",
        options.seconds
    ))
}
