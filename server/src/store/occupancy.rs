//! Taking and giving up time: the one place that writes `occupancy`.
