import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/mta/**', 'test/browser/**'],
    testTimeout: 20_000,
    // With two cores vitest would use one: the commands that tests start leave both idle half of the time.
    maxWorkers: 2,
  },
})
