//! What reads bytes from outside, each reader fed alone: for tests that feed them nonsense.
//!
//! A reader takes any bytes and tells whether they made sense. It never panics, and keeps no more than a few times
//! what it was given.

use std::future::Future;
use std::task::{Context, Poll, Waker};

use tokio::sync::Mutex;

use crate::console::websocket;
use crate::data::content::Content;
use crate::data::expr::Expr;
use crate::data::schema::Schema;
use crate::event::parse_token;
use crate::fault::Fault;
use crate::net::http::parse_head;
use crate::transfer::xva::archive::Archive;
use crate::transfer::xva::records::Manifest;
use crate::transfer::xva::tar;
use crate::transfer::{qcow2, vhd};
use crate::wire::{json_rpc, xml_rpc};

/// One reader.
pub struct Reader {
    pub name: &'static str,
    /// Whether the bytes made sense.
    pub read: fn(&[u8]) -> bool,
    /// Bytes that do, to begin from.
    pub samples: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const READERS: &[Reader] = &[
    Reader {
        name: "JSON-RPC",
        read: |bytes| json_rpc::parse(bytes).is_ok(),
        samples: || {
            texts(&[
                r#"{"jsonrpc":"2.0","id":1,"method":"VM.start","params":["OpaqueRef:1","OpaqueRef:2",false,true]}"#,
                r#"{"id":"a","method":"VM.create","params":["s",{"name_label":"é\n","memory":"1073741824","tags":["a"]}]}"#,
                r#"{"jsonrpc":"2.0","id":-7,"method":"event.from","params":["s",["*"],"",60.1]}"#,
            ])
        },
    },
    Reader {
        name: "XML-RPC",
        read: |bytes| xml_rpc::parse(bytes).is_ok(),
        samples: || {
            texts(&[
                "<?xml version=\"1.0\"?><methodCall><methodName>VM.start</methodName><params><param><value>s</value>\
                 </param><param><value><boolean>1</boolean></value></param></params></methodCall>",
                "<methodCall><methodName>VM.create</methodName><params><param><value><struct><member><name>a</name>\
                 <value><array><data><value><i4>-3</i4></value><value><double>1.5</double></value></data></array>\
                 </value></member></struct></value></param></params></methodCall>",
                "<methodCall><!-- c --><methodName>a.b</methodName><params><param><value><string>&lt;&amp;&#233;\
                 <![CDATA[x]]></string></value></param><param><value><nil/></value></param></params></methodCall>",
            ])
        },
    },
    Reader {
        name: "heads of requests",
        read: |bytes| std::str::from_utf8(bytes).is_ok_and(|text| parse_head(text).is_some()),
        samples: || {
            texts(&[
                "POST /jsonrpc HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\nConnection: keep-alive",
                "GET /export_raw_vdi?vdi=a%2Db&format=vhd&session_id=OpaqueRef:1 HTTP/1.0\r\nCookie: task_id=a; b=c",
            ])
        },
    },
    Reader {
        name: "event tokens",
        read: |bytes| std::str::from_utf8(bytes).is_ok_and(|text| parse_token(text).is_ok()),
        samples: || texts(&["00000000000000001234,00000000000000000005", "", "1,2"]),
    },
    Reader {
        name: "conditions",
        read: |bytes| {
            let class = Schema::get().class("VM");
            class.is_some_and(|class| {
                std::str::from_utf8(bytes).is_ok_and(|text| Expr::parse(class, text).is_ok())
            })
        },
        samples: || {
            texts(&[
                r#"field "name__label" = "web-01" and not (field "is_a_template" = "true")"#,
                r#"(field "uuid"="a b c") or (true and (false or field "power_state"="Running"))"#,
            ])
        },
    },
    Reader {
        name: "faults",
        read: |bytes| std::str::from_utf8(bytes).is_ok_and(|text| text.parse::<Fault>().is_ok()),
        samples: || {
            texts(&[
                "fail=VM.start:2:SR_FULL:a:b,times=3",
                "stall,method=VM.get_all_records,p=0.5,host=1",
                "storm=100:2.5",
                "clock-jump=-86400",
                "slow-stream=100000",
            ])
        },
    },
    Reader {
        name: "VHD",
        read: read_vhd,
        samples: || {
            [8u64 << 20, 2 << 40, 512]
                .map(|size| vhd::Image { content: Content::default(), size, uuid: [7; 16], base: None })
                .iter()
                // A table of many blocks would make every case slow.
                .map(|image| if image.size > 1 << 30 { image.footer() } else { image.start(&[0]) })
                .collect()
        },
    },
    Reader { name: "qcow2", read: read_qcow2, samples: || vec![qcow2_sample()] },
    Reader {
        name: "frames of WebSockets",
        read: read_frames,
        samples: || {
            let mut all = Vec::new();
            // Text in two pieces with a question between them, many bytes, the end.
            for (first, content) in
                [(0x01, "ab"), (0x89, "?"), (0x80, "c"), (0x82, &*"x".repeat(300)), (0x88, "\x03")]
            {
                all.extend([first, 0x80 | 126, (content.len() >> 8) as u8, content.len() as u8, 1, 2, 3, 4]);
                all.extend(content.bytes().zip([1, 2, 3, 4].iter().cycle()).map(|(byte, mask)| byte ^ mask));
            }
            vec![all]
        },
    },
    Reader {
        name: "XVA manifests",
        read: |bytes| Manifest::parse(bytes, false).is_ok(),
        samples: || texts(&[MANIFEST]),
    },
    Reader {
        name: "XVA archives",
        read: read_archive,
        samples: || {
            let mut archive = Vec::new();
            for (name, content) in [("ova.xml", MANIFEST), ("Ref:7/00000000", "data"), ("Ref:7/00000001", "")]
            {
                archive.extend(tar::header(name, content.len() as u64));
                archive.extend(content.as_bytes());
                archive.resize(archive.len() + tar::padding(content.len() as u64), 0);
            }
            archive.extend(tar::END);
            vec![archive]
        },
    },
];

const MANIFEST: &str = "<value><struct><member><name>version</name><value><struct><member><name>export_vsn</name>\
    <value>2</value></member></struct></value></member><member><name>objects</name><value><array><data><value><struct>\
    <member><name>class</name><value>VM</value></member><member><name>id</name><value>Ref:1</value></member><member>\
    <name>snapshot</name><value><struct><member><name>name_label</name><value>a</value></member></struct></value>\
    </member></struct></value></data></array></value></member></struct></value>";

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// A whole archive, which is in memory already, so nothing is ever waited for.
fn read_archive(bytes: &[u8]) -> bool {
    const MOST: usize = 1 << 20;
    let reading = std::pin::pin!(async {
        let mut archive = Archive::open(bytes).await.ok()?;
        while let Some(entry) = archive.next().await.ok()? {
            archive.content(&entry, MOST).await.ok()?;
        }
        Some(())
    });
    let read = reading.poll(&mut Context::from_waker(Waker::noop()));
    matches!(read, Poll::Ready(Some(())))
}

/// All that a viewer says, up to its goodbye.
fn read_frames(mut bytes: &[u8]) -> bool {
    let (mut console, answers) = (Vec::new(), Mutex::new(Vec::new()));
    let reading = std::pin::pin!(websocket::unpack(&mut bytes, &mut console, &answers));
    let read = reading.poll(&mut Context::from_waker(Waker::noop()));
    matches!(read, Poll::Ready(Ok(1000)))
}

/// A whole file, applied to a disk.
fn read_qcow2(bytes: &[u8]) -> bool {
    let Some(head) = bytes.first_chunk() else { return false };
    let Ok(header) = qcow2::Header::parse(head) else { return false };
    // As an import does: no file of a disk that is larger than the one it is for.
    if header.size > 1 << 30 {
        return false;
    }
    let mut file = Content::default();
    file.write(0, bytes);
    header.apply(&file, bytes.len() as u64, &mut Content::default()).is_ok()
}

/// A disk of 1 KiB in clusters of 512 bytes: the header, both tables, one cluster of data and one of zeros.
fn qcow2_sample() -> Vec<u8> {
    let mut file = vec![0; 4 * 512];
    let numbers: [(usize, &[u8]); 8] = [
        (0, b"QFI\xfb\0\0\0\x03"),
        (20, &9u32.to_be_bytes()),
        (24, &1024u64.to_be_bytes()),
        (36, &1u32.to_be_bytes()),
        (40, &512u64.to_be_bytes()),
        (512, &1024u64.to_be_bytes()),
        (1024, &1536u64.to_be_bytes()),
        (1032, &1u64.to_be_bytes()),
    ];
    for (at, bytes) in numbers {
        file[at..at + bytes.len()].copy_from_slice(bytes);
    }
    file[1536..].fill(b'x');
    file
}

/// The start of a disk: the footer's copy, the header, the table.
fn read_vhd(bytes: &[u8]) -> bool {
    let Some((footer, rest)) = bytes.split_first_chunk::<{ vhd::SECTOR }>() else { return false };
    let Ok(_) = vhd::Footer::parse(footer) else { return false };
    let Some((header, table)) = rest.split_first_chunk::<{ 2 * vhd::SECTOR }>() else { return false };
    let Ok(header) = vhd::Header::parse(header) else { return false };
    let order = vhd::order(table);
    order.len() <= table.len() / 4 && header.bitmap() > 0
}
