//! spike
use backprop::convolution::*;
use backprop::dense::*;
use backprop::*;
use ndarray::*;
use std::time::Instant;
fn rnd(r: usize, c: usize, k: f64) -> Array2<f64> {
    let mut s = 1u64;
    Array2::from_shape_simple_fn((r, c), || {
        s = s.wrapping_mul(6364136223846793005).wrapping_add(1);
        ((s >> 40) as f64 / (1u64 << 24) as f64 - 0.5) * k
    })
}
fn main() {
    let which = std::env::args().nth(1).unwrap();
    let chunk: usize = std::env::args().nth(2).unwrap().parse().unwrap();
    let n = 64 * 156;
    let x = rnd(n, 784, 1.0).mapv(|v| v.max(0.3) - 0.3);
    let mut net = if which == "w2" {
        Sequential::new(Dense { inputs: 784, outputs: 128 }, &Sigmoid)
            .then(Dense { inputs: 128, outputs: 10 }, &Identity)
    } else {
        let c1 = Convolution {
            input: Image { channels: 1, height: 28, width: 28 },
            filters: 8,
            size: 3,
            stride: 1,
            padding: 0,
        };
        let p1 = MaxPool { input: c1.output(), size: 2 };
        let c2 = Convolution {
            input: p1.output(),
            filters: 16,
            size: 3,
            stride: 1,
            padding: 0,
        };
        let p2 = MaxPool { input: c2.output(), size: 2 };
        Sequential::new(c1, &Identity)
            .then(p1, &Relu)
            .then(c2, &Identity)
            .then(p2, &Relu)
            .then(Dense { inputs: 400, outputs: 10 }, &Identity)
    };
    let len = net.parameters.len();
    net.parameters = rnd(1, len, 0.2).into_iter().collect();
    let mut ts = vec![];
    for _ in 0..9 {
        let mut ws = Pass::new(&net, chunk);
        let mut d = Array2::<f64>::zeros((chunk, 10));
        let s = Instant::now();
        for b in 0..156 {
            for c in (0..64).step_by(chunk) {
                let xb = x
                    .slice_axis(Axis(0), Slice::from(b * 64 + c..b * 64 + c + chunk));
                net.forward(xb, &mut ws);
                let (a, da) = (ws.a.last().unwrap(), &mut d);
                for (a, mut d) in a.rows().into_iter().zip(da.rows_mut()) {
                    let m = a.fold(f64::MIN, |m, &v| m.max(v));
                    let mut t = 0.0;
                    for (d, &a) in d.iter_mut().zip(a) {
                        *d = (a - m).exp();
                        t += *d;
                    }
                    d.mapv_inplace(|v| v / t);
                    d[3] -= 1.0;
                    d /= 64.0;
                }
                net.backward(&d, &mut ws);
                net.step(xb, &ws, 0.01);
            }
        }
        ts.push(s.elapsed().as_secs_f64());
    }
    ts.sort_by(f64::total_cmp);
    println!(
        "{which} chunk {chunk}: {:.1} k/s (best {:.1}) {}",
        n as f64 / ts[4] / 1e3,
        n as f64 / ts[0] / 1e3,
        net.parameters[5]
    );
}
