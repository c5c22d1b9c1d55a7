// Read by the services when their package is loaded, so this file is imported before it: no telemetry, and storage switched on.
process.env['DO_NOT_TRACK'] = '1';
process.env['EXPERIMENTAL_STORAGE'] = '1';
