/** Who the tests are signed in as. */
export const administrator = {
  email: process.env.EMAIL ?? 'administrator@localhost',
  password: process.env.PASSWORD ?? 'a long way from Osh to Herat',
}
