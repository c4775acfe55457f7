//! The objects of a pool and of Xenith itself, in Xen Orchestra's JSON shape.
