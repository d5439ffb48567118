#pragma once
#include <stdbool.h>

/// From now on notes signals instead of ending the process: SIGTERM, SIGINT, SIGHUP and SIGUSR1 ask it to stop, SIGUSR2 to save.
///
/// Those that are ignored stay so, as under nohup. A second SIGTERM, SIGINT or SIGHUP ends the process at once, unless it comes
/// from the process `launcher`, whose next signal is one that nobody survives; 0 for none.
void csignals_install(int launcher);

/// The first signal that asked the process to stop; 0 if none has.
int csignals_stop(void);

/// Whether the process was asked to save since the last call.
bool csignals_take_save(void);

/// Lets the system kill this process when its parent ends, where the parent is (still) `parent`; Linux only.
void csignals_end_with_parent(int parent);

/// Keeps SIGTERM, SIGINT and SIGHUP from this process, and from the program that it becomes.
void csignals_block_orders(void);

/// Makes this process the parent of those below it whose own parent ends; Linux only.
void csignals_adopt_orphans(void);

/// Kills a child with which nobody else deals, and takes its end from the system.
void csignals_end_child(int child);
