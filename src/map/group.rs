//! Markers that would lie on each other become one.

/// Which of the markers go together, by their places in the picture: each joins the first
/// group whose first marker is nearer than `apart` units. Groups and what is in them keep
/// the order of the markers.
pub fn together(places: &[(f64, f64)], apart: f64) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, (x, y)) in places.iter().enumerate() {
        let near = |first: usize| (places[first].0 - x).hypot(places[first].1 - y) < apart;
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| near(*first))) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_one_and_all_stay() {
        let places = [(10.0, 10.0), (100.0, 10.0), (15.0, 12.0), (100.0, 40.0), (12.0, 9.0)];
        assert_eq!(together(&places, 20.0), [vec![0, 2, 4], vec![1], vec![3]]);
        assert_eq!(together(&places, 40.0), [vec![0, 2, 4], vec![1, 3]]);
        assert!(together(&[], 20.0).is_empty());
    }

    #[test]
    fn the_first_of_two_groups_are_apart() {
        let spiral: Vec<_> = (0..200).map(f64::from).map(|n| (n.sin() * n, n.cos() * n)).collect();
        let groups = together(&spiral, 30.0);
        assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), spiral.len());
        for (index, group) in groups.iter().enumerate() {
            for other in &groups[..index] {
                let (a, b) = (spiral[group[0]], spiral[other[0]]);
                assert!((a.0 - b.0).hypot(a.1 - b.1) >= 30.0);
            }
        }
    }
}
