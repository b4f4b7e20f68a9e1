internal import Commands

await Program.run()
