//! What is measured, by calls.

use super::calls;
use crate::behave::metrics;

calls!(|cx, a, _method| {
    "VM.get_data_sources" => metrics::list(cx, "VM", a.str(0)),
    "VM.query_data_source" => metrics::query(cx, "VM", a.str(0), a.str(1)),
    "VM.record_data_source" => metrics::switch(cx, "VM", a.str(0), a.str(1), true),
    "VM.forget_data_source_archives" => metrics::switch(cx, "VM", a.str(0), a.str(1), false),
    "host.get_data_sources" => metrics::list(cx, "host", a.str(0)),
    "host.query_data_source" => metrics::query(cx, "host", a.str(0), a.str(1)),
    "host.record_data_source" => metrics::switch(cx, "host", a.str(0), a.str(1), true),
    "host.forget_data_source_archives" => metrics::switch(cx, "host", a.str(0), a.str(1), false),
    "SR.get_data_sources" => metrics::list(cx, "SR", a.str(0)),
    "SR.query_data_source" => metrics::query(cx, "SR", a.str(0), a.str(1)),
    "SR.record_data_source" => metrics::switch(cx, "SR", a.str(0), a.str(1), true),
    "SR.forget_data_source_archives" => metrics::switch(cx, "SR", a.str(0), a.str(1), false),
});
