//! From PyTorch to flambeau: the same words, and where Rust asks for others.
//!
//! Here is how programs are spelled; every name of PyTorch's that has one here is in [`tensors`], [`layers`] and [`training`].
//!
//! Names are PyTorch's. Rust's own conventions win where the two collide: keyword arguments are methods of a builder,
//! a tensor that several places need is borrowed (`&x`), and what Python does with a `with` block takes a closure.
//!
//! | PyTorch | flambeau |
//! |---|---|
//! | `torch.tensor([[1., 2.]])` | `Tensor::from([[1.0, 2.0]])` |
//! | `torch.zeros(2, 3)`, `torch.arange(0, 10, .1)` | `Tensor::zeros([2, 3])` or `Tensor::zeros((2, 3))`, `Tensor::arange(0.0, 10.0, 0.1)` |
//! | `torch.arange(5)` | `Tensor::arange(0, 5, 1)` |
//! | `torch.zeros(3, dtype=torch.float64)` | `Tensor::options().dtype(DType::F64).zeros(3)` |
//! | `x.shape`, `x.dtype`, `x.numel()`, `x.dim()` | `x.shape()`, `x.dtype()`, `x.numel()`, `x.dim()` or `x.rank()` |
//! | `x[0]`, `x[:, None]`, `x[-1, 1:3, ::2]`, `x[..., 0]` | `x.get(0)`, `x.slice(s![.., NewAxis])`, `x.slice(s![-1, 1..3, ..;2])`, `x.slice(s![Ellipsis, 0])` |
//! | `x[idx]`, `x[:, idx, 1:]`, `x[mask]` with tensors of positions and masks | `x.index(&idx)`, `x.index((.., &idx, 1..))`, `x.index(&mask)` |
//! | `x[idx] = y`, `x[mask] = 0`, `x[idx] += y` that adds up | `x.index_put_(&idx, &y, false)`, `x.index_put_(&mask, 0, false)`, `x.index_put_(&idx, &y, true)` |
//! | `x + y`, `3 * x`, `x ** 2`, `x @ y` | `&x + &y`, `3.0 * &x`, `x.powi(2)`, `x.matmul(&y)` |
//! | `np.float32(2) * x` | `2.0 * &x`, or `f64::from(a) * &x` for an `a: f32`: on the left stands an `f64` or `i64` |
//! | `w -= lr * g`, `w.sub_(lr * g)` | `w -= &g * lr`, `w.sub_(&g * lr)`: both keep the leaf, its shape and its type |
//! | `x > 0`, `torch.where(x > 0, x, 0.)` | `x.gt(0)`, `x.gt(0).where_(&x, 0.0)` |
//! | `x.sum()`, `x.sum(1)`, `x.sum(1, keepdim=True)` | `x.sum()`, `x.sum_dim(1, false)`, `x.sum_dim(1, true)` |
//! | `sum(losses)` | `losses.iter().sum::<Tensor>()` |
//! | `torch.equal(x, y)`, `torch.allclose(x, y)` | `x.equal(&y)`, `x.allclose(&y)` |
//! | `x.max()`, `x.max(1)`, `x.argmax(1)` | `x.max()`, `x.max_dim(1, false)`, `x.argmax_dim(1, false)` |
//! | `torch.zeros_like(x)`, with `dtype=torch.int64` | `x.zeros_like()`, `Tensor::options().dtype(DType::I64).zeros(x.shape())` |
//! | `torch.add(x, y, alpha=.5)`, `torch.sub(x, y, alpha=.5)` | `x.add_scaled(&y, 0.5)`, `x.add_scaled(&y, -0.5)` |
//! | `p.add_(g, alpha=-.1)`, `p.sub_(g, alpha=.1)` | `p.add_scaled_(&g, -0.1)` |
//! | `x.to(torch.float64)`, `x.double()`, `x.float()`, `x.long()` | `x.to_dtype(DType::F64)`, `x.double()`, `x.float()`, `x.long()` |
//! | `torch.set_printoptions(precision=2)` | `format!("{x:.2}")`, or `set_printoptions(PrintOptions::new().precision(2))` on this thread |
//! | `x % 2`, `x // 2`, `torch.div(x, y, rounding_mode="trunc")` | `&x % 2`, `x.floor_divide(2)`, `x.div_rounding(&y, RoundingMode::Trunc)` |
//! | `a & b`, `a \| b`, `~mask`, `x << 1` | `&a & &b`, `&a \| &b`, `!&mask`, `&x << 1` |
//! | `torch.isclose(x, y, rtol=.1, atol=0)` | `x.isclose_with(&y, 0.1, 0.0, false)` |
//! | `x.sum(dtype=torch.int8)` | `x.sum_as(DType::I8)` |
//! | `F.softplus(x)`, `F.softplus(x, beta=2)`, `x.logit(eps=.1)` | `x.softplus()`, `x.softplus_with(2.0, 20.0)`, `x.logit_with(0.1)` |
//! | `torch.special.ndtri(x)` | `x.ndtri()`: what PyTorch has in `special` are methods too |
//! | `w.multinomial(3, replacement=True)`, `torch.poisson(rates)` | `w.multinomial(3, true)`, `rates.poisson()` |
//! | `F.one_hot(x)`, `F.one_hot(x, 10)` | `x.one_hot(None)`, `x.one_hot(10)` |
//! | `torch.roll(x, 1)`, `torch.roll(x, 1, 0)` | `x.roll(1, [])`, `x.roll(1, 0)` |
//! | `x.item()`, `x.tolist()` | `x.item()`, `x.to_vec::<f32>()` |
//! | `x.requires_grad_()` | `x.requires_grad_(true)`, which moves `x` and returns it |
//! | `loss.backward()`, `x.grad`, `x.detach()` | `loss.backward()`, `x.grad()`, `x.detach()` |
//! | `loss.backward(g, retain_graph=True)` | `loss.backward_with(BackwardOptions::new().gradient(g).retain_graph(true))` |
//! | `torch.autograd.grad(y, x, create_graph=True)` | `grad(&y, &[&x], &BackwardOptions::new().create_graph(true))` |
//! | `x.register_hook(lambda g: 2 * g)` | `x.register_hook(\|g\| Some(g * 2))` |
//! | `y.retain_grad()`, `y.grad` | `y.retain_grad()`, `y.grad()` |
//! | `layer.register_forward_hook(f)`, `layer.register_full_backward_hook(f)`, `handle.remove()` | `let seen = observe(&model, "encoder.0", \|event\| …);`, `drop(seen)`: both in one, by the layer's path; they look on |
//! | `torch.autograd.detect_anomaly()`, `torch.autograd.set_detect_anomaly(True)` | `detect_anomaly(\|\| …)`, which gives the operation as an error, forward or backward; `let _detect = DetectAnomaly::new();`, which panics; `name_layers("", &model)` for paths |
//! | `find_unused_parameters` of DDP, to see which | `check_gradients(&model, \|\| loss.backward())` |
//! | `with torch.profiler.profile() as p:`, `p.key_averages().table()` | `let (result, p) = profile(\|\| …);`, `println!("{p}")` |
//! | `p.export_chrome_trace("t.json")`, `torch.profiler.record_function("a")` | `p.save_chrome_trace("t.json")?`, `record_function("a", \|\| …)` |
//! | `class F(torch.autograd.Function)` | [`function::record`](crate::function) |
//! | `with torch.no_grad(): …` | `no_grad(\|\| …)`; `let _off = NoGrad::new();` until the end of the block, which `?`, `return` and `break` may leave |
//! | `torch.set_default_dtype(torch.float64)` | `with_dtype(DType::F64, \|\| …)`, for what is created inside |
//! | `class M(nn.Module)` with `nn.Parameter` and layers | `#[derive(Module)] struct M { … }` and `impl Forward for M` |
//! | `model(x)` | `model.forward(&x)` |
//! | `nn.Sequential(nn.Linear(1, 20), nn.ReLU())` | `sequential![Linear::new(1, 20), ReLU]` |
//! | `nn.Linear(1, 20, bias=False)` | `Linear::options(1, 20).bias(false).build()` |
//! | `nn.ModuleList([...])`, `nn.ModuleDict({...})` | `ModuleList::from([..])`, `ModuleDict::from([("a", ..)])`; a `Vec`, an array or a tuple is a field as well |
//! | `net[0].weight`, `net[2] = nn.Linear(4, 3)`, `net[:2](x)` | `net.layer::<Linear>(0).weight`, `net.replace(2, Linear::new(4, 3))`, `net.slice(..2).forward(&x)` |
//! | `copy.deepcopy(model)` | `model.deep_copy()` |
//! | `weight_norm(nn.Linear(2, 3))`, `register_parametrization(m, "weight", P())` | `weight_norm(Linear::new(2, 3))`, `parametrize(m, "weight", P)` |
//! | `functional_call(model, weights, x)` | `functional_call(&model, weights, \|model\| model.forward(&x))` |
//! | `for p in model.body.parameters(): p.requires_grad_(False)` | `for p in model.parameters_at("body.*") { p.requires_grad_(false); }` |
//! | `model.apply(init)` that asks for `isinstance(m, nn.Linear)` | `for w in model.parameters_of("Linear", "weight") { init::kaiming_normal_(&w, Kaiming::new()); }` |
//! | `ema.mul_(.99).add_(p, alpha=.01)` of parameters | `ema.mul_(0.99).add_scaled_(&p, 0.01)` inside of `no_grad` |
//! | `nn.LayerNorm(8, eps=1e-6)` | `LayerNorm::options(8).eps(1e-6).build()` |
//! | `nn.BatchNorm1d(8, momentum=None)` | `BatchNorm1d::options(8).momentum(None).build()` |
//! | `nn.Embedding(100, 8, padding_idx=0)` | `Embedding::options(100, 8).padding_idx(0).build()` |
//! | `model.parameters()`, `model.state_dict()`, `model.train()` | the same |
//! | `torch.optim.SGD(model.parameters(), lr=.1, momentum=.9)` | `SGD::new(model.parameters(), 0.1).momentum(0.9)` |
//! | `torch.optim.Adam(model.parameters(), betas=(.9, .99))` | `Adam::new(model.parameters(), 1e-3).betas((0.9, 0.99))`: the learning rate is always given |
//! | `optimizer.zero_grad()`, `optimizer.step()` | the same |
//! | `nn.utils.clip_grad_norm_(model.parameters(), 1.)` | `clip_grad_norm_(model.parameters(), 1.0)` |
//! | `SGD([{"params": a, "lr": .1}, {"params": b}], lr=.01)` | `SGD::with_groups([SGD::group(&a).lr(0.1), SGD::group(&b)], 0.01)`: an option that it does not have does not compile |
//! | a group of `p.ndim < 2` with `weight_decay=0` | `AdamW::new(model.parameters(), 1e-3).regroup(\|p\| p.dim() < 2, \|group\| group.weight_decay(0.0))` |
//! | `AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(.999))` | `AveragedModel::new(model.parameters()).decay(0.999)`; `averaged.with_averages(\|\| validate(&model))` |
//! | `optimizer.param_groups[0]["lr"] = .1` | `optimizer.groups_mut()[0].set_lr(0.1)`; others by name: `.set("momentum", 0.9)` |
//! | `optimizer.step(closure)` | `optimizer.step_with(&mut closure)` |
//! | `s = StepLR(optimizer, 30)`, `s.step()` | `let mut s = StepLR::new(30).attach(&mut optimizer);`, `s.step(&mut optimizer)` |
//! | `optimizer.load_state_dict(a)`, `s.load_state_dict(b)` | the same, and `StepLR::new(30).resume(&b)?` in place of `attach` sets no rate |
//! | `torch.autograd.functional.jacobian(f, x)`, `hessian`, `vjp`, `jvp`, `hvp` | `functional::jacobian(f, &x)` and so on; `vmap(grad(loss), (None, 0))` is `functional::per_sample_grads` |
//! | `checkpoint(f, x)` of `torch.utils.checkpoint` | `functional::checkpoint(f, &x)` |
//! | `Normal(loc, scale).rsample()`, `kl_divergence(p, q)` | `distributions::Normal::new(loc, scale).rsample(())`, `distributions::kl_divergence(&p, &q)` |
//! | `accuracy_score(y, p)`, `f1_score(y, p, average="macro")` of scikit-learn | `metrics::accuracy_score(&y, &p)`, `metrics::F1Score::new().average(Average::Macro).of(&y, &p)` |
//! | `w = SummaryWriter("runs/a")`, `w.add_scalar("loss", loss, step)` | `let mut w = SummaryWriter::new("runs/a")?;`, `w.add_scalar("loss", loss.item(), step)?` |
//! | `w.add_histogram`, `w.add_image`, `w.add_text`; `w.add_figure("x", figure)` | the same; `w.add_png("x", &chart.to_png(), step)?` |
//! | `for x, y in tqdm(loader):` | `for (x, y) in &progress(&loader)`, with the feature `progress` |
//! | `summary(model, (10, 4))` of torchinfo | `summary(&model, &[10, 4])?` |
//! | Lightning's `EarlyStopping("loss", patience=3)`, its `lr_find` | `EarlyStopping::new(3)` and `if stopping.update(loss) { break; }`, `LRFinder::new().range_test(..)` |
//! | `torch.save(m.state_dict(), "m.pt")`, `torch.load("m.pt")` | `flambeau::save(&m.state_dict(), "m.pt")?`, `flambeau::load("m.pt")?`, with the feature `pt` |
//! | `save_file(m.state_dict(), "m.safetensors")` | `flambeau::save(&m.state_dict(), "m.safetensors")?` |
//! | `m.load_state_dict(state, strict=False, assign=True)` | `m.load_state_dict_with(&state, &LoadOptions::new().strict(false).assign(true))?` |
//! | `torch.save({"model": .., "optimizer": .., "epoch": 3}, ..)` | `Checkpoint::new().with("model", ..).with("optimizer", ..).with_value("epoch", 3).save(..)?` |
//! | `class D(Dataset)` with `__len__`, `__getitem__` | `impl Dataset for D` with `len`, `get` |
//! | `DataLoader(d, batch_size=4, shuffle=True)` | `DataLoader::new(d).batch_size(4).shuffle(true)` |
//! | `for x, y in loader:` | `for (x, y) in &loader` |
//! | `class D(IterableDataset)`, `DataLoader(d, 4)` | `impl IterableDataset for D` with `stream`, `StreamLoader::new(d).batch_size(4)` |
//! | `MNIST(root)`'s files | `data::idx::read("train-images-idx3-ubyte.gz")?`, with the feature `gzip` |
//! | `ImageFolder(root, transform=t)` | `data::images::ImageFolder::new(root)?.transform(t)`, with the feature `images`; without `t`, `ToTensor` |
//! | `transforms.Compose([transforms.Resize(256), transforms.ToTensor()])` | `Compose::new((Resize::new(256), ToTensor))` of [`data::transforms`] |
//! | `transforms.RandomCrop(32, padding=4)`, `transforms.RandomHorizontalFlip()` | `RandomCrop::new(32).padding(4)`, `RandomHorizontalFlip::new(0.5)` |
//! | `transforms.Lambda(f)`, `t(image)` | a closure, `t.apply(image)` |
//! | `TensorDataset(torch.from_numpy(np.load("x.npy")))` | `TensorDataset::new(flambeau::npy::load("x.npy")?)` |
//! | `StandardScaler().fit(x)` of scikit-learn | `StandardScaler::fit(&x)`, a layer that is saved with the model |
//! | `random_split(d, [.8, .2])` | `let [train, validation] = random_split(d, [0.8, 0.2]);` |
//! | `torch.manual_seed(0)` | `manual_seed(0)` |
//! | `torch.set_default_dtype(torch.float64)` | `with_dtype(DType::F64, \|\| …)` |
//! | `torch.set_num_threads(1)` | `flambeau::set_num_threads(1)` |
//! | `generator=g`, `nn.init.normal_(w, generator=g)` | `with_generator(&g, \|\| …)`, or an option where there is one |
//!
//! # What differs on purpose
//!
//! **Values are copy-on-write.** Views, and clones of what is not a leaf, share memory until one of them is updated in place;
//! then it copies, and the others keep what they had. In PyTorch the others would change. So no update in place can spoil a value that
//! backward needs, and the error "modified by an inplace operation" does not exist:
//!
//! ```
//! use flambeau::prelude::*;
//! let mut x = Tensor::from([1.0, 2.0]);
//! let view = x.get(0);
//! x.mul_(10.0);
//! assert_eq!((x.to_vec::<f32>(), view.item()), (vec![10.0, 20.0], 1.0));
//! ```
//!
//! **A clone of a leaf is a handle to it.** `w.clone()` of a parameter has the same value and the same gradient, and sees
//! every update; `copy()` is PyTorch's `clone()`, new elements through which gradients flow, and `detach()` is a snapshot,
//! which later updates do not change (PyTorch's would):
//!
//! ```
//! use flambeau::prelude::*;
//! let mut w = Tensor::from([1.0]).requires_grad_(true);
//! let (handle, copy, snapshot) = (w.clone(), w.copy(), w.detach());
//! no_grad(|| w -= 0.5);
//! assert_eq!((handle.item(), copy.item(), snapshot.item()), (0.5, 1.0, 1.0));
//! ```
//!
//! **`manual_seed` holds for its thread.** Each thread has a generator of its own; `with_generator` carries one to another.
//!
//! **Random numbers come from ChaCha** unless PyTorch's own generator is asked for. With it `rand`, `randn`,
//! `randperm`, initial weights, splits and the loader's order equal PyTorch's on the CPU, bit for bit:
//!
//! ```
//! use flambeau::prelude::*;
//! use flambeau::random::set_default_generator;
//! set_default_generator(Generator::pytorch(0)); // torch.manual_seed(0)
//! assert_eq!(Tensor::rand(2).to_string(), "tensor([0.4963, 0.7682])");
//! ```
//!
//! **Misuse panics at your line**, with one sentence that names the operation and both shapes. What comes from outside
//! the program, such as files, gives a `Result`. A model can be asked before it runs:
//!
//! ```
//! use flambeau::prelude::*;
//! let model = sequential![Linear::new(1, 20), ReLU, Linear::new(30, 1)];
//! let error = model.check_input(&[10, 1]).unwrap_err();
//! assert!(error.to_string().contains("Linear(in_features=30, out_features=1, bias=True)"), "{error}");
//! ```
//!
//! **NumPy's files are read as tensors**, and tensors are a dataset:
//!
//! ```
//! use flambeau::npy;
//! use flambeau::prelude::*;
//! # let folder = std::env::temp_dir().join(format!("flambeau-npy-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder)?;
//! # npy::save(&Tensor::zeros([6, 3]), folder.join("x.npy"))?;
//! # npy::save(&Tensor::arange(0, 6, 1), folder.join("y.npy"))?;
//! let dataset = TensorDataset::new((npy::load(folder.join("x.npy"))?, npy::load(folder.join("y.npy"))?));
//! for (x, y) in &DataLoader::new(dataset).batch_size(4).num_workers(2) {
//!     assert_eq!((x.shape(), y.shape()), (&[y.len(), 3][..], &[x.len()][..])); // 4 and 2 rows
//! }
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

pub mod layers;
pub mod tensors;
pub mod training;
