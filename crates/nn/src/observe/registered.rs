//! What listens on this thread: models whose paths are known, and observers of their layers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use autograd::Tensor;
use autograd::listen::{quietly, set_observed};

use super::event::Event;
use super::running::Caller;
use crate::layer_error::join;
use crate::place::{Place, is_named_by_chain};

thread_local! {
    static REGISTERED: RefCell<Vec<Registration>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<u64> = const { Cell::new(0) };
}

/// A model whose layers have paths, and who observes them.
pub(super) struct Registration {
    id: u64,
    places: Vec<Place>,
    observer: Option<Observer>,
}

impl Registration {
    pub(super) fn new(places: Vec<Place>, observer: Option<Observer>) -> Self {
        LAST.set(LAST.get() + 1);
        Self {
            id: LAST.get(),
            places,
            observer,
        }
    }

    /// The paths that `caller` has here: several, if it is shared or cannot be told. `outer` are those of the chain
    /// that runs it under a name.
    pub(super) fn paths(&self, caller: &Caller<'_>, outer: Option<&Paths>) -> Vec<String> {
        if let (Some(name), Some(outer)) = (caller.name, outer) {
            let named = outer.of(self.id).iter().map(|outer| join(outer, name));
            return named
                .filter(|path| self.places.iter().any(|place| place.path == *path))
                .collect();
        }
        let found: Vec<&Place> = self
            .places
            .iter()
            .filter(|place| place.is(caller.address, caller.type_name))
            .collect();
        // The layers of a chain are named by it, unless the program calls one by itself.
        let alone = |place: &&&Place| !is_named_by_chain(&self.places, &place.path);
        let mut paths: Vec<String> = found
            .iter()
            .filter(alone)
            .map(|place| place.path.clone())
            .collect();
        if paths.is_empty() {
            paths = found.iter().map(|place| place.path.clone()).collect();
        }
        paths
    }
}

/// The paths of a layer that runs, by the registrations that know some.
#[derive(Default)]
pub(super) struct Paths(Vec<(u64, Vec<String>)>);

impl Paths {
    /// Of `caller`, which a layer with the paths `outer` runs.
    pub(super) fn find(caller: &Caller<'_>, outer: Option<&Paths>) -> Self {
        let paths = with(|registered| {
            let each = registered.iter().map(|one| (one.id, one.paths(caller, outer)));
            each.filter(|(_, paths)| !paths.is_empty()).collect()
        });
        Self(paths.unwrap_or_default())
    }

    fn of(&self, id: u64) -> &[String] {
        self.0
            .iter()
            .find(|(of, _)| *of == id)
            .map_or(&[], |(_, paths)| paths)
    }

    /// What names the layer in a message, if it is known.
    pub(super) fn name(&self) -> Option<String> {
        self.0.first().map(|(_, paths)| paths.join(" or "))
    }
}

/// Who observes, and which layers: one, or all.
pub(super) struct Observer {
    path: Option<String>,
    see: Rc<RefCell<See>>,
}

type See = dyn FnMut(&Event<'_>);

impl Observer {
    pub(super) fn new(path: Option<&str>, see: impl FnMut(&Event<'_>) + 'static) -> Self {
        Self {
            path: path.map(str::to_owned),
            see: Rc::new(RefCell::new(see)),
        }
    }
}

/// What `f` makes of all that is registered; none if the thread is ending and has lost it.
fn with<R>(f: impl FnOnce(&mut Vec<Registration>) -> R) -> Option<R> {
    REGISTERED
        .try_with(|registered| f(&mut registered.borrow_mut()))
        .ok()
}

fn tell_autograd(registered: &[Registration]) {
    set_observed(registered.iter().any(|one| one.observer.is_some()));
}

/// Listens from now on.
pub(super) fn add(registration: Registration) -> u64 {
    let id = registration.id;
    with(|registered| {
        registered.push(registration);
        tell_autograd(registered);
    });
    id
}

/// Listens no longer.
pub(super) fn remove(id: u64) {
    // Dropped outside the borrow: what it has captured may register something.
    let removed = with(|registered| {
        let at = registered.iter().position(|one| one.id == id)?;
        let removed = registered.remove(at);
        tell_autograd(registered);
        Some(removed)
    });
    drop(removed);
}

/// An observer that waits for a layer's events.
pub(super) struct Waiting {
    pub(super) id: u64,
    pub(super) path: String,
    see: Rc<RefCell<See>>,
}

impl Waiting {
    /// Tells the observer, unless it is in the middle of another event, whose doing this one then is.
    fn tell(&self, event: &Event<'_>) {
        if let Ok(mut see) = self.see.try_borrow_mut() {
            quietly(|| see(event));
            // It may have ended an observation, its own even.
            with(|registered| tell_autograd(registered));
        }
    }

    pub(super) fn ran(&self, inputs: &[&Tensor], outputs: &[&Tensor]) {
        let path = &*self.path;
        self.tell(&Event::Forward {
            path,
            inputs,
            outputs,
        });
    }
}

/// Those who observe a layer that runs under `paths`.
pub(super) fn waiting(paths: &Paths) -> Vec<Waiting> {
    let found = with(|registered| {
        let mut found = Vec::new();
        for one in registered.iter() {
            let Some(observer) = &one.observer else { continue };
            let own = paths.of(one.id).iter();
            found.extend(
                own.filter(|path| observer.path.as_ref().is_none_or(|wanted| wanted == *path))
                    .map(|path| Waiting {
                        id: one.id,
                        path: path.clone(),
                        see: observer.see.clone(),
                    }),
            );
        }
        found
    });
    found.unwrap_or_default()
}

/// The gradient of a result of the layer at `path` has arrived.
pub(super) fn arrived(id: u64, path: &str, output: usize, gradient: &Tensor) {
    let see = with(|registered| {
        let own = registered.iter().find(|one| one.id == id)?;
        Some(own.observer.as_ref()?.see.clone())
    });
    if let Some(see) = see.flatten() {
        let waiting = Waiting {
            id,
            path: path.to_owned(),
            see,
        };
        waiting.tell(&Event::Backward {
            path,
            output,
            gradient,
        });
    }
}

/// A module that is observed and has not said that it runs, though a layer with the paths `inner` inside of it does:
/// its path and type. `running` are the paths of all that have said so.
pub(super) fn unheard<'a>(
    inner: &Paths,
    running: impl Iterator<Item = &'a Paths> + Clone,
) -> Option<(String, String, String)> {
    with(|registered| {
        registered.iter().find_map(|one| {
            let wanted = one.observer.as_ref()?.path.as_ref()?;
            let is_inside = |path: &&String| match path.strip_prefix(&**wanted) {
                Some(rest) => (wanted.is_empty() && !rest.is_empty()) || rest.starts_with('.'),
                None => false,
            };
            let layer = inner.of(one.id).iter().find(is_inside)?;
            if running.clone().any(|paths| paths.of(one.id).contains(wanted)) {
                return None;
            }
            let module = one.places.iter().find(|place| place.path == *wanted)?;
            Some((wanted.clone(), module.type_name.clone(), layer.clone()))
        })
    })
    .flatten()
}
