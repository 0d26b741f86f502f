//! The tests that need ranks. `cargo xtask distributed` runs this program under `mpirun`, at 1, 2, 3 and 4 ranks, with the name
//! of a scenario, and knows how each must end. Without a name it runs those that pass.

mod collectives;
mod faults;
mod places;
mod resume;
mod training;

use std::time::Duration;

use distributed::{Backend, InitOptions, ProcessGroup, init_process_group_with};

/// What all ranks run.
type Scenario = fn(&ProcessGroup);

/// Those that pass.
const PASSING: [(&str, Scenario); 8] = [
    ("collectives", collectives::every_type_size_and_operation),
    ("order", collectives::sums_are_in_rank_order),
    ("local-rank", collectives::ranks_know_their_places),
    ("training", training::ranks_give_the_bits_of_one_process),
    ("memory", training::nothing_is_allocated_after_the_first_step),
    ("places", places::gradients_stay_where_they_are_exchanged),
    ("late", faults::a_rank_starts_late),
    ("resume", resume::a_resumed_run_equals_an_uninterrupted_one),
];

/// Those that end with a message.
const FAILING: [(&str, Scenario); 9] = [
    ("panic", faults::a_rank_panics),
    ("panic-thread", faults::a_thread_of_a_rank_panics),
    ("killed", faults::a_rank_is_killed),
    ("batches", faults::a_rank_has_fewer_batches),
    ("calls", faults::ranks_call_different_collectives),
    ("silent", faults::a_rank_does_not_answer),
    ("models", faults::ranks_have_different_models),
    ("drift", faults::a_parameter_drifts),
    ("cut", faults::ranks_train_until_the_network_is_cut),
];

fn main() {
    // The test harness of cargo passes options of its own; only a name is meant for us.
    let name = std::env::args().nth(1).filter(|name| !name.starts_with('-'));
    let seconds = match name.as_deref() {
        Some("silent" | "cut") => 2,
        _ => 60,
    };
    // By messages what is also tested with memory that ranks of one machine share.
    let (name, shared) = match name {
        Some(name) if name.ends_with("-by-messages") => {
            (Some(name.trim_end_matches("-by-messages").to_owned()), false)
        }
        Some(name) if name == "cut" => (Some(name), false),
        name => (name, true),
    };
    let options = InitOptions::new()
        .timeout(Duration::from_secs(seconds))
        .shared_memory(shared);
    let group = init_process_group_with(Backend::Mpi, &options).expect("MPI begins");
    match name {
        None => PASSING.iter().for_each(|(_, run)| run(&group)),
        Some(name) => match PASSING.iter().chain(&FAILING).find(|(known, _)| *known == name) {
            Some((_, run)) => run(&group),
            None => panic!("there is no scenario `{name}`"),
        },
    }
    // `cargo xtask distributed` counts these.
    println!("rank {} of {} passed", group.rank(), group.world_size());
}
